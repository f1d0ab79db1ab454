"""A person is erased: nothing of hers is left in the service, and every device hears of it."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select

from contract.erasures import ERASURES, told_as
from contract.ids import new_id
from contract.records import (
    Comment,
    Feedback,
    FeedbackSort,
    Guideline,
    Level,
    Network,
    Person,
    Post,
    ReadingReceipt,
    StaffEnrolment,
    kinds,
    only_id,
)
from contract.records.kindergartens import GuidelineKind
from contract.wire import ServiceRefused, Status
from server import accounts, erasure, mail
from server.accounts import NewAccount
from server.database import writing
from server.erased import Erased, ErasedList
from server.mail import Mail
from server.tables import change as change_
from server.tables import job, registration
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    everything,
    restoration,
)
from tests.sync_api.device import Device


@pytest.fixture
def kept(tmp_path: Path) -> ErasedList:
    return ErasedList(tmp_path / "apart" / "erased.jsonl")


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def solveig(service: Service, kari: Manager) -> Manager:
    return service.manager("Solveig", kari.kindergarten)


def post_of(manager: Manager, category: UUID) -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title="Om vikarer",
        body="Vi låner av naboen.",
    )


def comment_on(post: Post, manager: Manager) -> Comment:
    return Comment(
        category_id=post.category_id,
        post_id=post.id,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        body="Det gjør vi også.",
    )


def enrolment_of(manager: Manager, email: str = "") -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=manager.kindergarten,
        name=manager.name,
        email=email or manager.email,
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
    )


def network_for(manager: Manager) -> Network:
    return Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=manager.kindergarten,
        contact_person_id=manager.person,
        support_confirmed=True,
        ready_to_lead=True,
    )


def erase(service: Service, manager: Manager, kept: ErasedList) -> erasure.Report:
    return erasure.erase(service.sync, erasure.of_person(service.engine, manager.person), kept)


def test_neither_name_nor_address_is_left_in_any_table(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    category = service.category()
    hers, karis = Device(service.api(solveig)), Device(service.api(kari))
    post, dropped, unsigned = (post_of(solveig, category) for _ in range(3))
    enrolled, left = enrolment_of(solveig), enrolment_of(solveig, "s@example.no")
    assert_applied(hers.push(*map(creation, (post, dropped, unsigned, comment_on(post, solveig)))))
    assert_applied(karis.push(*map(creation, (enrolled, left, comment_on(post, kari)))))
    for device in (hers, karis):
        device.pull()
    herself = Person(id=solveig.person, name=solveig.name)
    at = hers.version("person", solveig.person)
    assert_applied(service.sync.write([change(herself, at, name="Solveig N.")]))
    again = change(post, hers.version("post", post.id), author_name="Solveig N.", title="Vikarer")
    bare = change(unsigned, hers.version("post", unsigned.id), author_name="")
    assert_applied(hers.push(again, bare, deletion(dropped, hers.version("post", dropped.id))))
    at = karis.version("staff_enrolment", left.id)
    (moved,) = karis.push(deletion(enrolled, karis.version("staff_enrolment", enrolled.id)))
    assert_applied([moved, *karis.push(change(left, at, email=solveig.email.upper()))])
    assert "Solveig" in everything(service)

    report = erase(service, solveig, kept)

    said = everything(service)
    assert "solveig" not in said.casefold()
    assert "s@example.no" not in said
    assert "Vi låner av naboen." in said
    assert (report.accounts, report.unnamed) == (1, 2)
    assert report.records == {"person": 1, "staff_enrolment": 2}


def test_every_device_hears_that_she_is_erased_and_that_her_posts_have_no_name(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    post, network = post_of(solveig, service.category()), network_for(solveig)
    service.write(post, network, enrolment_of(solveig))
    device = Device(service.api(kari))
    device.pull()

    erase(service, solveig, kept)
    pulled = device.page()

    told = {gone.kind for gone in pulled.gone if gone.erased}
    assert told == {"person", "staff_enrolment", ERASURES}
    assert [one["author_name"] for one in device.of("post")] == [""]
    assert [one["contact_person_id"] for one in device.of("network")] == [None]
    assert device.heads() == pulled.heads


def test_every_account_hears_of_an_erasure_and_not_of_what_was_erased(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    enrolled = enrolment_of(solveig)
    service.write(enrolled)
    device = Device(service.api(service.manager("Åse")))
    device.pull()

    erase(service, solveig, kept)
    pulled = device.page()

    told = {gone.record for gone in pulled.gone if gone.scope == ERASURES and gone.erased}
    assert told == {told_as("staff_enrolment", enrolled.id), told_as("person", solveig.person)}
    assert str(enrolled.id) not in str(pulled)
    assert device.heads() == pulled.heads


def test_an_idle_poll_tells_of_no_erasure_again(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    device = Device(service.api(kari))
    erase(service, solveig, kept)
    device.pull()

    again = device.page()

    assert (again.gone, again.rows, again.cursors) == ([], [], {})


def test_who_had_no_person_record_is_told_of_as_a_person_too(
    service: Service, kari: Manager, kept: ErasedList
) -> None:
    person = new_id()
    email = "ane@example.no"
    with writing(service.engine) as connection:
        roles = frozenset({"assistant"})
        accounts.create(connection, NewAccount(email, "Ane", roles, kari.kindergarten, person))
    device = Device(service.api(kari))
    device.pull()

    erasure.erase(service.sync, erasure.of_email(service.engine, email), kept)

    assert [gone.record for gone in device.page().gone] == [told_as("person", person)]


def test_of_an_erasure_of_an_older_program_all_are_told_at_the_next_start(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    erase(service, solveig, kept)
    with writing(service.engine) as connection:
        connection.execute(delete(change_).where(change_.c.scope == ERASURES))

    assert erasure.repeat(service.sync, kept) == 1
    assert erasure.repeat(service.sync, kept) == 0

    device = Device(service.api(kari))
    device.pull()
    assert device.last is not None
    assert told_as("person", solveig.person) in {gone.record for gone in device.last.gone}


def test_what_is_sent_to_an_erased_record_later_is_gone_and_leaves_no_word(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    enrolled = enrolment_of(solveig)
    service.write(enrolled)
    device = Device(service.api(kari))
    device.pull()
    at = device.version("staff_enrolment", enrolled.id)
    erase(service, solveig, kept)

    results = device.push(
        change(enrolled, at, name="Solveig Ny"),
        creation(enrolled),
        restoration(enrolled, at + 1),
        deletion(enrolled, at),
    )

    assert [(one.status, one.code) for one in results] == [(Status.REFUSED, "gone")] * 4
    assert "Solveig Ny" not in everything(service)
    assert solveig.email not in everything(service)


def test_her_account_is_closed_and_her_devices_are_signed_out(
    service: Service, solveig: Manager, kept: ErasedList
) -> None:
    category = service.category()
    device = Device(service.api(solveig))
    device.pull()

    erase(service, solveig, kept)

    for late in (device.page, lambda: device.push(creation(post_of(solveig, category)))):
        with pytest.raises(ServiceRefused, match="unauthenticated"):
            late()


def test_what_she_has_read_is_erased_with_her(
    service: Service, solveig: Manager, kept: ErasedList
) -> None:
    guideline = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="Tekst")
    service.write(guideline)
    receipt = ReadingReceipt(
        id=only_id(ReadingReceipt, solveig.account, guideline.id),
        account_id=solveig.account,
        guideline_id=guideline.id,
    )
    assert_applied(Device(service.api(solveig)).push(creation(receipt)))

    assert erase(service, solveig, kept).records["reading_receipt"] == 1
    assert "reading_receipt: " not in everything(service)


def test_what_she_told_the_secretariat_is_erased_with_her(
    service: Service, solveig: Manager, kept: ErasedList
) -> None:
    told = Feedback(account_id=solveig.account, sort=FeedbackSort.IDEA, body="Større skrift takk")
    assert_applied(Device(service.api(solveig)).push(creation(told)))

    assert erase(service, solveig, kept).records["feedback"] == 1
    assert "Større skrift takk" not in everything(service)


def test_who_is_only_enrolled_is_found_by_the_address(
    service: Service, kari: Manager, kept: ErasedList
) -> None:
    service.write(enrolment_of(kari, "Ødegård@example.no"))
    found = erasure.of_email(service.engine, " ødegÅrd@EXAMPLE.no ")

    report = erasure.erase(service.sync, found, kept)

    assert (report.accounts, dict(report.records)) == (0, {"staff_enrolment": 1})
    assert "degård" not in everything(service)


def test_what_she_has_asked_for_is_erased_also_when_a_backup_brings_it_back(
    service: Service, kept: ErasedList
) -> None:
    def ask() -> None:
        row = {"id": waiting, "email": "ola@x.no", "name": "Ola", "password_hash": ""}
        with writing(service.engine) as connection:
            connection.execute(
                insert(registration).values(
                    **row, language="nb", hash="0" * 64, asked_at=datetime.now(UTC)
                )
            )

    waiting = new_id()
    ask()
    with writing(service.engine) as connection:
        mail.put(connection, Mail("Ola@x.no", "Hei", "Ola"))
        mail.put(connection, Mail("per@x.no", "Hei", "Per"))
    whom = erasure.of_email(service.engine, " OLA@x.no")
    erasure.erase(service.sync, whom, kept)

    assert whom.is_anybody
    with service.engine.connect() as connection:
        assert connection.scalars(select(registration.c.id)).all() == []
        assert [about["to"] for about in connection.scalars(select(job.c.about))] == ["per@x.no"]
    assert not erasure.of_email(service.engine, "ola@x.no").is_anybody
    ask()
    assert erasure.repeat(service.sync, kept) == 1
    assert erasure.repeat(service.sync, kept) == 0


def test_an_address_is_free_again_for_somebody_else(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    service.write(enrolment_of(solveig))
    erase(service, solveig, kept)

    assert_applied(Device(service.api(kari)).push(creation(enrolment_of(solveig))))


def test_an_erasure_is_repeated_where_a_backup_brought_her_back(
    service: Service, kari: Manager, solveig: Manager, kept: ErasedList
) -> None:
    enrolled, post = enrolment_of(solveig), post_of(solveig, service.category())
    service.write(enrolled, post)
    kept.add(erasure.of_person(service.engine, solveig.person))

    assert erasure.repeat(service.sync, kept) == 1
    assert erasure.repeat(service.sync, kept) == 0

    assert solveig.email not in everything(service)
    device = Device(service.api(kari))
    device.pull()
    assert [one["author_name"] for one in device.of("post")] == [""]


def test_what_the_backup_never_held_is_gone_all_the_same_when_a_device_brings_it(
    service: Service, kari: Manager, kept: ErasedList
) -> None:
    enrolled = enrolment_of(kari, "solveig@example.no")
    scope = f"kindergarten:{kari.kindergarten}"
    kept.add(Erased((new_id(),), (new_id(),), (("staff_enrolment", enrolled.id, scope),)))

    erasure.repeat(service.sync, kept)

    device = Device(service.api(kari))
    (result,) = device.push(creation(enrolled))
    assert (result.status, result.code) == (Status.REFUSED, "gone")
    assert erasure.repeat(service.sync, kept) == 0
    assert "solveig@example.no" not in everything(service)
    device.pull()
    assert device.last is not None
    assert device.heads() == device.last.heads


def test_for_every_kind_it_is_decided_what_erasure_does_to_it() -> None:
    personal = {name for name, kind in kinds().items() if kind.personal}
    assert personal <= erasure.ERASED | erasure.UNNAMED | erasure.KEPT
