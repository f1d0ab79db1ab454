"""Enrolling, changing and taking leave of staff, as the manager reports it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import AccessState, StaffEnrolment
from desktop.models import bookkeeping, staff_message
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.staff import (
    EnrolmentForm,
    RoleChange,
    Sending,
    StaffList,
    Status,
    bring_back,
    change,
    change_roles,
    enrol,
    mark_told,
    remove,
    set_end,
    staff,
)
from desktop.models.staff_owner import add_owner_role, take_owner_role
from desktop.models.staff_rights import Right, rights
from desktop.models.store import Store

SOLBAKKEN = new_id()
TODAY = date(2026, 11, 22)


def form(name: str, *roles: str, email: str = "") -> EnrolmentForm:
    address = email or f"{name.split(maxsplit=1)[0].casefold()}@example.no"
    return EnrolmentForm(name, address, frozenset(roles or {"assistant"}), date(2026, 12, 1))


def staff_of(store: Store, search: str = "") -> StaffList:
    return store.read(staff, SOLBAKKEN, TODAY, search)


def give(store: Store, id_: UUID, access: AccessState) -> None:
    def set_access(session: Session) -> None:
        session.get_one(StaffEnrolment, id_).access = access

    store.act(set_access)


def sent(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(bookkeeping.mutation.delete())


def outbox(store: Store) -> list[tuple[str, dict[str, object]]]:
    with store.engine.connect() as connection:
        found = connection.execute(select(bookkeeping.outbox.c.op, bookkeeping.outbox.c.fields))
        return [(row.op, row.fields) for row in found]


def test_who_is_enrolled_stands_in_the_list_and_waits_to_be_sent(store: Store) -> None:
    store.act(enrol, SOLBAKKEN, form("  Kari   Nes "))

    (kari,) = staff_of(store).members
    assert (kari.name, kari.status, kari.sending) == ("Kari Nes", Status.ENROLLED, Sending.WAITING)


def test_the_staff_of_another_kindergarten_is_not_shown(store: Store) -> None:
    store.act(enrol, new_id(), form("Kari Nes"))

    assert staff_of(store).members == ()


def test_names_stand_in_norwegian_order(store: Store) -> None:
    for name in ("Åse Vik", "Øyvind Moe", "Anna Berg", "Ærlend Lie", "bente Hagen"):
        store.act(enrol, SOLBAKKEN, form(name, email=f"{len(name)}{ord(name[0])}@example.no"))

    assert [one.name for one in staff_of(store).members] == [
        "Anna Berg",
        "bente Hagen",
        "Ærlend Lie",
        "Øyvind Moe",
        "Åse Vik",
    ]


def test_a_second_enrolment_with_the_same_address_is_refused_by_name(store: Store) -> None:
    store.act(enrol, SOLBAKKEN, form("Kari Nes", email="Kari@example.no"))

    with pytest.raises(Refused) as caught:
        store.act(enrol, SOLBAKKEN, form("Karianne Nes", email=" kari@EXAMPLE.no"))

    assert (caught.value.code, caught.value.field) == ("duplicate", "email")
    assert caught.value.about == {"name": "Kari Nes"}
    assert len(staff_of(store).members) == 1


def test_an_address_cannot_be_changed_to_a_colleagues(store: Store) -> None:
    store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    other = store.act(enrol, SOLBAKKEN, form("Ola Dahl"))
    loaded = form("Ola Dahl")

    with pytest.raises(Refused, match="duplicate"):
        store.act(change, other, loaded, replace(loaded, email="kari@example.no"))

    assert {one.email for one in staff_of(store).members} == {"kari@example.no", "ola@example.no"}


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": "  "}, "name", "required"),
        ({"email": "kari(at)example.no"}, "email", "not_an_email"),
        ({"mobile": "12"}, "mobile", "not_a_phone_number"),
        ({"roles": frozenset()}, "roles", "required"),
        ({"roles": frozenset({"contact_person"})}, "roles", "unknown"),
    ],
)
def test_what_is_not_filled_in_right_is_refused_at_its_field(
    store: Store, wrong: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        store.act(enrol, SOLBAKKEN, replace(form("Kari Nes"), **wrong))  # type: ignore[arg-type]  # by name

    assert (caught.value.field, caught.value.code) == (field, code)
    assert outbox(store) == []


def test_only_the_changed_field_is_sent(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    sent(store)
    loaded = form("Kari Nes")

    store.act(change, id_, loaded, replace(loaded, mobile="900 12 345"))

    assert outbox(store) == [("change", {"mobile": "900 12 345"})]


def test_what_came_from_others_while_the_form_was_open_stays(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    loaded = form("Kari Nes")
    store.act(change, id_, loaded, replace(loaded, roles=frozenset({"cook"})))

    store.act(change, id_, loaded, replace(loaded, name="Kari Nes Lund"))

    (kari,) = staff_of(store).members
    assert (kari.name, list(kari.form.roles)) == ("Kari Nes Lund", ["cook"])


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("nes", ["Kari Nes"]),
        ("OLA@", ["Ola Dahl"]),
        ("kokk", ["Ola Dahl"]),
        ("ØST", ["Åse Østby"]),
        ("ola assistent", []),
        ("medarbeider nes", ["Kari Nes"]),
        ("%", []),
    ],
)
def test_search_looks_at_name_address_and_role(store: Store, search: str, found: list[str]) -> None:
    store.act(enrol, SOLBAKKEN, form("Kari Nes", "assistant"))
    store.act(enrol, SOLBAKKEN, form("Ola Dahl", "cook"))
    store.act(enrol, SOLBAKKEN, form("Åse Østby", "student", email="aase@example.no"))

    answer = staff_of(store, search)
    assert [one.name for one in answer.members] == found
    assert answer.here == 3


@pytest.mark.parametrize(
    ("access", "status"),
    [
        (AccessState.REGISTERED, Status.REGISTERED),
        (AccessState.AWAITING, Status.AWAITING),
        (AccessState.APPROVED, Status.HAS_ACCESS),
        (AccessState.REJECTED, Status.REJECTED),
    ],
)
def test_what_the_service_says_outweighs_what_the_manager_set(
    store: Store, access: AccessState, status: Status
) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    store.act(mark_told, [id_], TODAY)
    give(store, id_, access)

    assert staff_of(store).members[0].status is status


def test_those_told_are_marked_once_and_the_mark_can_be_taken_back(store: Store) -> None:
    kari = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    ola = store.act(enrol, SOLBAKKEN, form("Ola Dahl"))
    store.act(mark_told, [kari], date(2026, 11, 1))

    assert store.act(mark_told, [kari, ola], TODAY) == (ola,)
    assert [one.told_on for one in staff_of(store).members] == [date(2026, 11, 1), TODAY]

    store.act(mark_told, [ola], None)
    waits = staff_of(store).unregistered
    assert [one.name for one in waits if one.told_on is None] == ["Ola Dahl"]


def test_a_leaver_has_access_until_the_last_day_is_over(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, replace(form("Kari Nes"), starts_on=date(2025, 8, 1)))

    assert store.act(set_end, id_, TODAY) is None
    give(store, id_, AccessState.APPROVED)
    leaving = staff_of(store).members[0]
    assert (leaving.status, leaving.has_access) == (Status.LEAVING, True)
    left = store.read(staff, SOLBAKKEN, date(2026, 11, 23)).members[0]
    assert (left.status, left.has_access) == (Status.LEFT, False)

    assert store.act(set_end, id_, None) == TODAY
    assert staff_of(store).members[0].status is Status.HAS_ACCESS


def test_who_is_here_for_a_while_only_is_on_the_same_way_to_access_as_the_others(
    store: Store,
) -> None:
    day = date(2027, 6, 30)
    id_ = store.act(enrol, SOLBAKKEN, replace(form("Kari Nes"), ends_on=day))
    (kari,) = staff_of(store).unregistered
    assert (kari.ends_on, kari.status) == (day, Status.ENROLLED)

    for access, status in (
        (AccessState.AWAITING, Status.AWAITING),
        (AccessState.REJECTED, Status.REJECTED),
        (AccessState.APPROVED, Status.LEAVING),
    ):
        give(store, id_, access)
        assert staff_of(store).members[0].status is status

    with pytest.raises(Refused, match="before_start"):
        store.act(enrol, SOLBAKKEN, replace(form("Ola Dahl"), ends_on=date(2026, 11, 30)))


def test_nobody_leaves_before_the_first_day(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))

    with pytest.raises(Refused, match="before_start"):
        store.act(set_end, id_, date(2026, 11, 30))


def head(*roles: str) -> Me:
    return Me(new_id(), "styrer@example.no", "Anne", frozenset(roles), kindergarten=SOLBAKKEN)


def test_other_roles_are_shown_until_their_day_and_are_there_on_it_without_a_network(
    store: Store,
) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    sent(store)
    then = RoleChange(frozenset({"deputy_head"}), date(2027, 2, 1))
    assert store.act(change_roles, head("head"), id_, then, TODAY) is None

    (kari,) = staff_of(store).members
    assert (set(kari.form.roles), kari.becomes) == ({"assistant"}, then)
    assert outbox(store) == [
        ("change", {"next_roles": ["deputy_head"], "roles_from": "2027-02-01"})
    ]
    assert staff_of(store, "assistent").members == (kari,)

    on_it = store.read(staff, SOLBAKKEN, then.on, "assisterende")
    assert [(one.form.roles, one.becomes) for one in on_it.members] == [(then.roles, None)]

    # What is changed from then on is changed in the roles that have come.
    seen = on_it.members[0].form
    store.act(change, id_, seen, replace(seen, roles=seen.roles | {"cook"}))
    (kari,) = store.read(staff, SOLBAKKEN, then.on, "").members
    assert kari.form.roles == {"deputy_head", "cook"}


def test_other_roles_can_be_taken_back_and_are_refused_where_they_cannot_be(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    then = RoleChange(frozenset({"deputy_head"}), date(2027, 2, 1))
    store.act(change_roles, head("deputy_head"), id_, then, TODAY)
    assert store.act(change_roles, head("head"), id_, None, TODAY) == then
    assert staff_of(store).members[0].becomes is None

    store.act(set_end, id_, date(2027, 1, 1))
    for who, wanted, code in (
        ("head", replace(then, on=TODAY), "not_to_come"),
        ("head", then, "after_end"),
        ("head", RoleChange(frozenset({"assistant"}), date(2026, 12, 24)), "same_roles"),
        ("deputy_head", RoleChange(frozenset({"head"}), then.on), "only_leaders_appoint"),
    ):
        with pytest.raises(Refused, match=code):
            store.act(change_roles, head(who), id_, wanted, TODAY)


def test_an_enrolment_made_by_mistake_is_removed_and_comes_back_whole(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    store.act(mark_told, [id_], TODAY)

    removed = store.act(remove, id_)
    assert staff_of(store).members == ()

    store.act(bring_back, removed)
    (kari,) = staff_of(store).members
    assert (kari.form, kari.told_on) == (form("Kari Nes"), TODAY)


def test_one_who_has_registered_leaves_and_is_not_removed(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    give(store, id_, AccessState.REGISTERED)

    with pytest.raises(Refused, match="has_registered"):
        store.act(remove, id_)


def test_manager_and_owner_are_missed_until_they_are_enrolled(store: Store) -> None:
    address = "ingrid@example.no"
    assert staff_of(store).misses(address).manager

    id_ = store.act(enrol, SOLBAKKEN, form("Ingrid Solberg", "head"))
    missing = staff_of(store).misses(" Ingrid@example.no ")
    assert (missing.manager, missing.owner) == (False, True)

    store.act(add_owner_role, id_)
    assert not staff_of(store).misses(address).owner
    store.act(take_owner_role, id_)
    assert staff_of(store).misses(address).owner


def test_a_refused_enrolment_is_told_apart_from_one_that_waits(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    sent(store)
    with store.engine.begin() as connection:
        connection.execute(
            insert(bookkeeping.refused).values(
                kind="staff_enrolment",
                record_id=id_,
                op="create",
                fields={},
                code="taken",
                about={},
                refused_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
            )
        )

    assert staff_of(store).members[0].sending is Sending.REFUSED


def test_what_a_role_opens_follows_the_rules_of_access() -> None:
    assert rights({"assistant"}).given == (Right.FORUM,)
    assert rights({"assistant"}).withheld == (Right.MEETINGS, Right.READS_STAFF)
    assert rights({"owner"}).given == (
        Right.FORUM,
        Right.OWNERS_FORUM,
        Right.MEETINGS,
        Right.READS_STAFF,
    )
    assert Right.EDITS_STAFF in rights({"deputy_head"}).given
    assert Right.OWNERS_FORUM not in rights({"deputy_head"}).given
    assert rights({"head", "assistant"}).withheld == ()


def test_the_managers_own_words_are_remembered_until_they_are_forgotten(store: Store) -> None:
    assert store.read(staff_message.own_words, SOLBAKKEN, "nb") is None

    store.act(staff_message.keep_own_words, SOLBAKKEN, "nb", "Hei alle sammen!")
    assert store.read(staff_message.own_words, SOLBAKKEN, "nb") == "Hei alle sammen!"

    store.act(staff_message.keep_own_words, SOLBAKKEN, "nb", None)
    assert store.read(staff_message.own_words, SOLBAKKEN, "nb") is None


def test_receivers_of_the_mail_do_not_see_each_other() -> None:
    link = staff_message.mail_link("Ny bølge", "Hei!\nÅ", ["a@example.no", "b@example.no"])

    assert link is not None
    assert link.startswith("mailto:?bcc=a@example.no,b@example.no&subject=Ny%20b%C3%B8lge&")
    assert link.endswith("body=Hei%21%0D%0A%C3%85")


def test_a_message_too_long_for_mail_programs_gives_no_link() -> None:
    assert staff_message.mail_link("Hei", "å" * 400, ["a@example.no"]) is None


def test_since_when_somebody_waits_is_told_while_the_decision_is_open(store: Store) -> None:
    id_ = store.act(enrol, SOLBAKKEN, form("Kari Nes"))
    since = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def wait(session: Session) -> None:
        session.get_one(StaffEnrolment, id_).waits_since = since

    store.act(wait)
    give(store, id_, AccessState.AWAITING)
    assert staff_of(store).members[0].waits_since == since

    give(store, id_, AccessState.APPROVED)
    assert staff_of(store).members[0].waits_since is None
