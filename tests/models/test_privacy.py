"""What is stored about persons, by the records' own word, and all of it of one person."""

from datetime import date
from uuid import UUID

from contract.access import Group
from contract.ids import new_id
from contract.records import Attendance, Comment, Person, Post, kinds, only_id
from contract.records.meetings import Presence
from desktop.models.privacy import Part, data_of, personal_kinds, traces
from desktop.models.staff import EnrolmentForm, enrol
from desktop.models.store import Store

HOME = new_id()


def test_every_kind_that_declares_personal_fields_is_told_with_all_of_them() -> None:
    told = {one.kind: set(one.fields) for one in personal_kinds()}

    personal = {name: one.personal for name, one in kinds().items() if one.personal}
    assert told.keys() == personal.keys()
    assert all(told[name] >= fields for name, fields in personal.items())
    assert told["person"] == {"name", "email", "roles"}
    assert told["staff_enrolment"] >= {"roles", "starts_on", "ends_on", "rejected_because"}
    assert told["post"] == {"author_name"}


def test_every_field_that_names_somebody_by_an_id_is_told_of() -> None:
    by_id = ("author_id", "person_id", "account_id", "_by_id", "chair_id", "taker_id")
    naming = {
        name
        for name, one in kinds().items()
        if any(column.name.endswith(by_id) for column in one.__table__.columns)
    }

    assert naming <= {*traces(), *(one.kind for one in personal_kinds())}


def test_who_reads_a_kind_follows_from_the_rules_of_access() -> None:
    told = {one.kind: one for one in personal_kinds()}

    assert set(told["person"].readers) == set(Group)
    assert told["person"].to_all
    assert set(told["staff_enrolment"].readers) == {Group.HEAD, Group.OWNER, Group.DEPUTY}
    assert not told["staff_enrolment"].to_all


def known(name: str, email: str) -> Person:
    return Person(name=name, email=email, roles=frozenset({"head"}), kindergarten_id=HOME)


def attended(home: UUID, name: str) -> Attendance:
    meeting = new_id()
    return Attendance(
        id=only_id(Attendance, meeting, home),
        meeting_id=meeting,
        kindergarten_id=home,
        name=name,
        role="Styrer",
        presence=Presence.PRESENT,
    )


def test_all_of_one_person_is_found_and_nothing_of_another(store: Store) -> None:
    day = date(2025, 8, 1)
    for name, email in (("Kari Nes", " Kari@example.no"), ("Ola Dahl", "ola@example.no")):
        store.act(enrol, HOME, EnrolmentForm(name, email, frozenset({"head"}), day))
    kari, ola = (known("Kari Nes", "kari@example.no"), known("Ola Dahl", "ola@example.no"))
    post = Post(
        category_id=new_id(),
        kindergarten_id=HOME,
        author_id=kari.id,
        author_name="Kari Nes",
        title="Hei",
        body="Vi er ute hver dag.",
    )
    answer = Comment(
        category_id=post.category_id,
        post_id=post.id,
        kindergarten_id=HOME,
        author_id=ola.id,
        author_name="Ola Dahl",
        body="Det er vi også.",
    )
    there = [attended(HOME, "Kari Nes"), attended(new_id(), "Kari Nes")]
    store.act(lambda session: session.add_all([kari, ola, post, answer, *there]))

    found = store.read(data_of, "kari@EXAMPLE.no ")

    assert [one.part for one in found] == [
        *(Part.ENROLMENT, Part.KNOWN, Part.POST, Part.ATTENDED),
    ]
    facts = dict(found[0].facts)
    assert (facts["name"], facts["starts_on"]) == ("Kari Nes", day)
    assert "mobile" not in facts
    assert dict(found[2].facts)["body"] == "Vi er ute hver dag."
    assert store.read(data_of, "nobody@example.no") == []
