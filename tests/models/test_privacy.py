"""What is stored about persons, by the records' own word, and all of it of one person."""

from datetime import date

from contract.access import Group
from contract.ids import new_id
from contract.records import Comment, Person, Post, kinds
from desktop.models.privacy import Part, data_of, personal_kinds
from desktop.models.staff import EnrolmentForm, enrol
from desktop.models.store import Store

HOME = new_id()


def test_every_kind_that_declares_personal_fields_is_told_with_all_of_them() -> None:
    told = {one.kind: set(one.fields) for one in personal_kinds()}

    assert told == {name: set(one.personal) for name, one in kinds().items() if one.personal}


def test_who_reads_a_kind_follows_from_the_rules_of_access() -> None:
    told = {one.kind: one for one in personal_kinds()}

    assert set(told["person"].readers) == set(Group)
    assert told["person"].to_all
    assert set(told["staff_enrolment"].readers) == {Group.HEAD, Group.OWNER, Group.DEPUTY}
    assert not told["staff_enrolment"].to_all


def test_all_of_one_person_is_found_and_nothing_of_another(store: Store) -> None:
    day = date(2025, 8, 1)
    for name, email in (("Kari Nes", " Kari@example.no"), ("Ola Dahl", "ola@example.no")):
        store.act(enrol, HOME, EnrolmentForm(name, email, frozenset({"head"}), day))
    kari, ola = (
        Person(name=name, email=f"{name[:4].lower().strip()}@example.no", roles=frozenset({"head"}))
        for name in ("Kari Nes", "Ola Dahl")
    )
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
    store.act(lambda session: session.add_all([kari, ola, post, answer]))

    found = store.read(data_of, "kari@EXAMPLE.no ")

    assert [one.part for one in found] == [Part.ENROLMENT, Part.KNOWN, Part.POST]
    facts = dict(found[0].facts)
    assert (facts["name"], facts["starts_on"]) == ("Kari Nes", day)
    assert "mobile" not in facts
    assert dict(found[2].facts)["body"] == "Vi er ute hver dag."
    assert store.read(data_of, "nobody@example.no") == []
