"""A person is erased: her words leave every place on a desktop, and the file itself."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy.orm import Session

from contract.erasures import ERASURES
from contract.records import Person, Post, StaffEnrolment
from contract.wire import (
    PROTOCOL_VERSION,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    SyncApi,
    Unreachable,
)
from desktop.models import bookkeeping, drafts
from desktop.models.outbox import one_group
from desktop.models.undoing import Removed, bring_back, remove
from server import erasure
from server.erased import ErasedList
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


class Erasing:
    """A kindergarten in which Solveig is enrolled, seen from Kari's desktop."""

    def __init__(self, service: Service, device: MakeDevice, folder: Path) -> None:
        self.service, self.folder = service, folder
        self.kari = service.manager("Kari")
        self.solveig = service.manager("Solveig", self.kari.kindergarten)
        self.category = service.category()
        self.hers = device(self.kari)
        self.enrolment = self.hers.add(self.enrolment_of("Solveig"))
        self.hers.sync()

    def enrolment_of(self, name: str) -> StaffEnrolment:
        """An enrolment under her address."""
        return StaffEnrolment(
            kindergarten_id=self.kari.kindergarten,
            name=name,
            email=self.solveig.email,
            roles=frozenset({"assistant"}),
            starts_on=date(2026, 12, 1),
        )

    def erase(self, whose: Manager | None = None) -> None:
        whom = erasure.of_person(self.service.engine, (whose or self.solveig).person)
        erasure.erase(self.service.sync, whom, ErasedList(self.folder / "apart" / "erased.jsonl"))

    def change_with_a_post(self, name: str) -> UUID:
        new = post(self.kari, self.category, "Velkommen til oss")
        id_ = new.id

        def both(session: Session) -> None:
            with one_group(session):
                session.get_one(StaffEnrolment, self.enrolment).name = name
                session.add(new)

        self.hers.store.act(both)
        return id_

    def files_with(self, word: str) -> list[str]:
        """The files of the desktop in which a word can be read."""
        return [
            path.name
            for path in self.folder.glob("device0*")
            if word.encode() in path.read_bytes().lower()
        ]


@pytest.fixture
def erasing(service: Service, device: MakeDevice, tmp_path: Path) -> Erasing:
    return Erasing(service, device, tmp_path)


def test_an_erased_person_can_be_read_nowhere_on_a_desktop(erasing: Erasing) -> None:
    hers = erasing.hers
    erasing.service.write(post(erasing.solveig, erasing.category, "Hei fra meg"))
    hers.sync()
    hers.set(StaffEnrolment, erasing.enrolment, name="Solveig B")
    hers.store.act(drafts.save, "staff_enrolment", erasing.enrolment, {"name": "Solveig C"})
    copy = erasing.folder / "device0.before-migration-20260101T000000-0001.sqlite3"
    copy.write_bytes(b"Solveig")
    assert erasing.files_with("solveig") != []

    erasing.erase()
    hers.sync()
    # A form that stood open all the while keeps what is in it.
    hers.store.act(drafts.save, "staff_enrolment", erasing.enrolment, {"name": "Solveig D"})

    assert hers.get(StaffEnrolment, erasing.enrolment) is None
    assert hers.get(Person, erasing.solveig.person) is None
    assert (hers.waiting, hers.trash, hers.refused) == ([], [], [])
    assert erasing.files_with("solveig") == []


class Older:
    """What a desktop of the release before says, and hears."""

    def __init__(self, service: SyncApi) -> None:
        self.service = service
        self.told: list[PullAnswer] = []

    def pull(self, request: PullRequest) -> PullAnswer:
        self.told.append(self.service.pull(replace(request, protocol=PROTOCOL_VERSION - 1)))
        return self.told[-1]

    def push(self, request: PushRequest) -> PushAnswer:
        return self.service.push(replace(request, protocol=PROTOCOL_VERSION - 1))

    def known(self, request: KnownRequest) -> KnownAnswer:
        return self.service.known(replace(request, protocol=PROTOCOL_VERSION - 1))


def test_a_desktop_that_never_heard_of_such_news_passes_over_it(
    erasing: Erasing, device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It takes the kind for one that it does not know.
    monkeypatch.setattr("desktop.sync.pull.ERASURES", "")
    ane = erasing.service.manager("Ane")
    hers, other = erasing.hers, device(ane)
    older = [Older(one.network.service) for one in (hers, other)]
    for one, api in zip((hers, other), older, strict=True):
        one.network.service = api
        one.sync()
    waits = other.add(post(ane, erasing.category, "Hei"))

    erasing.erase()
    for one, api in zip((hers, other), older, strict=True):
        one.sync()
        heard = api.told
        assert any(gone.kind == ERASURES for answer in heard for gone in answer.gone)
        heard.clear()
        one.sync()
        # Count and digest are its own: nothing is fetched anew, and nothing told again.
        assert [(answer.gone, answer.rows) for answer in heard] == [([], [])]
        assert (one.waiting, one.refused) == ([], [])

    assert hers.get(StaffEnrolment, erasing.enrolment) is None
    assert other.get(Post, waits) is not None


@pytest.mark.parametrize("sent", [False, True])
def test_what_was_to_go_with_an_erased_record_is_refused_without_it(
    erasing: Erasing, sent: bool
) -> None:
    hers = erasing.hers
    id_ = erasing.change_with_a_post("Solveig B")
    if sent:
        hers.network.lose_requests = 1
        with pytest.raises(Unreachable):
            hers.sync()

    erasing.erase()
    hers.sync()

    assert (hers.waiting, hers.get(Post, id_)) == ([], None)
    assert [(row.kind, row.fields["body"]) for row in hers.refused] == [
        ("post", "Velkommen til oss")
    ]
    assert erasing.files_with("solveig") == []


def test_a_deleted_post_in_the_trash_loses_the_name_of_its_erased_writer(
    erasing: Erasing, device: MakeDevice
) -> None:
    theirs = device(erasing.solveig)
    id_ = theirs.add(post(erasing.solveig, erasing.category, "Hei fra meg"))
    theirs.sync()
    also_hers: Device = device(erasing.solveig)
    also_hers.sync()
    also_hers.set(Post, id_, title="Ny tittel")
    theirs.delete(Post, id_)
    theirs.sync()
    also_hers.sync()
    assert [row.fields["author_name"] for row in also_hers.trash] == ["Solveig"]
    also_hers.network.service = erasing.service.api(erasing.kari)

    erasing.erase()
    also_hers.sync()

    assert [row.fields["author_name"] for row in also_hers.trash] == [""]
    assert also_hers.trash[0].fields["title"] == "Ny tittel"


@pytest.mark.parametrize("reads", [True, False])
def test_what_is_sent_of_her_after_the_erasure_was_heard_is_kept_nowhere(
    erasing: Erasing, *, reads: bool
) -> None:
    hers = erasing.hers
    removed: list[Removed] = []
    hers.store.act(
        lambda session: removed.append(
            remove(session, session.get_one(StaffEnrolment, erasing.enrolment))
        )
    )
    hers.sync()
    if not reads:
        erasing.service.set_roles(erasing.kari, "assistant")
    erasing.erase()
    hers.sync()
    hers.store.act(bring_back, removed[0])

    hers.sync()

    assert (hers.get(StaffEnrolment, erasing.enrolment), hers.waiting) == (None, [])
    assert hers.refused == []
    assert erasing.files_with("solveig") == []


def test_what_was_deleted_before_the_erasure_leaves_the_file_too(
    erasing: Erasing, device: MakeDevice
) -> None:
    hers, colleague = erasing.hers, device(erasing.kari)
    ane = erasing.enrolment_of("Ane")
    id_, ane_at = ane.id, "ane.lund@example.no"
    ane.email = ane_at
    hers.add(ane)
    hers.sync()
    colleague.sync()
    hers.delete(StaffEnrolment, id_)
    hers.sync()
    colleague.sync()
    word = ane_at.encode()
    assert any(word in path.read_bytes() for path in erasing.folder.glob("device1*"))

    whom = erasure.of_email(erasing.service.engine, ane_at)
    erasure.erase(erasing.service.sync, whom, ErasedList(erasing.folder / "erased.jsonl"))
    colleague.sync()

    assert not any(word in path.read_bytes() for path in erasing.folder.glob("device1*"))


def test_a_first_pull_after_an_erasure_has_nothing_to_wipe(
    erasing: Erasing, device: MakeDevice
) -> None:
    erasing.erase()
    fresh = device(erasing.kari)

    fresh.sync()

    facts = {row.key: row.value for row in fresh.rows(bookkeeping.meta)}
    assert not facts.get("to_be_wiped")


@pytest.mark.parametrize("lost_first", [True, False])
def test_who_may_not_read_of_her_any_more_erases_her_too(
    erasing: Erasing, *, lost_first: bool
) -> None:
    hers = erasing.hers
    hers.set(StaffEnrolment, erasing.enrolment, name="Solveig B")
    hers.sync()
    hers.set(StaffEnrolment, erasing.enrolment, name="Solveig C")
    erasing.service.set_roles(erasing.kari, "assistant")
    if lost_first:
        hers.sync()
        assert [row.fields for row in hers.refused] == [{"name": "Solveig C"}]
    assert erasing.files_with("solveig") != []

    erasing.erase()
    hers.sync()

    assert (hers.waiting, hers.trash, hers.refused) == ([], [], [])
    assert erasing.files_with("solveig") == []


def test_the_trash_of_who_may_not_read_of_her_any_more_is_emptied_of_her(
    erasing: Erasing, device: MakeDevice
) -> None:
    hers, colleague = erasing.hers, device(erasing.kari)
    colleague.sync()
    hers.set(StaffEnrolment, erasing.enrolment, name="Solveig B")
    colleague.delete(StaffEnrolment, erasing.enrolment)
    colleague.sync()
    hers.sync()
    assert [row.fields["name"] for row in hers.trash] == ["Solveig B"]
    erasing.service.set_roles(erasing.kari, "assistant")
    hers.sync()
    assert [row.fields for row in hers.trash] == [{"name": "Solveig B"}]

    erasing.erase()
    hers.sync()

    assert hers.trash == []
    assert erasing.files_with("solveig") == []


def test_what_names_an_erased_record_in_a_refusal_is_blanked_without_the_right_to_read_it(
    erasing: Erasing,
) -> None:
    hers = erasing.hers
    hers.add(erasing.enrolment_of("Ane"))
    hers.sync()
    erasing.service.set_roles(erasing.kari, "assistant")
    hers.sync()
    assert str(erasing.enrolment) in [row.about.get("record") for row in hers.refused]

    erasing.erase()
    hers.sync()

    assert [row.about for row in hers.refused] == [{}]


def test_a_colleague_without_a_person_record_is_unnamed_in_what_was_deleted_long_ago(
    erasing: Erasing, device: MakeDevice
) -> None:
    ane = erasing.service.employee("Ane", erasing.kari.kindergarten)
    theirs, also_theirs = device(ane), device(ane)
    id_ = theirs.add(post(ane, erasing.category, "Hei fra meg"))
    theirs.sync()
    also_theirs.sync()
    also_theirs.set(Post, id_, title="Ny tittel")
    theirs.delete(Post, id_)
    theirs.sync()
    also_theirs.sync()
    assert [row.fields["author_name"] for row in also_theirs.trash] == ["Ane"]
    also_theirs.network.service = erasing.service.api(erasing.kari)

    erasing.erase(ane)
    also_theirs.sync()

    assert [row.fields["author_name"] for row in also_theirs.trash] == [""]


def test_what_names_an_erased_record_in_a_refusal_is_blanked(erasing: Erasing) -> None:
    hers = erasing.hers
    hers.add(erasing.enrolment_of("Ane"))
    hers.sync()
    assert [row.code for row in hers.refused] == ["taken"]

    erasing.erase()
    hers.sync()

    assert [row.about for row in hers.refused] == [{}]
