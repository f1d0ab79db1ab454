"""A list of staff from Excel: what its columns are, what its rows become, and the way back."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from sqlalchemy import select

from contract.ids import new_id
from contract.records import AccessState
from contract.roles import choosable, roles
from desktop.models.bookkeeping import outbox
from desktop.models.staff import EnrolmentForm, Member, change, enrol, set_end, staff
from desktop.models.staff_columns import Field, column_names, guess, role_codes
from desktop.models.staff_import import (
    Action,
    Entry,
    Plan,
    Preview,
    carry_out,
    first_plan,
    preview,
    take_back,
)
from desktop.models.store import Store
from tests.models.test_staff import give

SOLBAKKEN = new_id()
TODAY = date(2026, 11, 27)
HEADINGS = ("Navn", "E-post", "Mobil", "Stilling", "Ansatt fra", "Ansatt til")
KARI = ("Kari Nes", "kari@example.no", "98765432", "Assistent", "01.08.2026", "")
OLA = ("Dahl, Ola", "ola@example.no", "", "Ped.leder", "2024-01-15", "")

Rows = tuple[tuple[str, ...], ...]


def people(store: Store) -> tuple[Member, ...]:
    return store.read(staff, SOLBAKKEN, TODAY).everybody


def waiting(store: Store) -> list[str]:
    """The addresses in the changes that wait to be sent, in their order."""
    with store.engine.connect() as connection:
        told = connection.scalars(select(outbox.c.fields).order_by(outbox.c.seq))
        return [fields["email"] for fields in told]


def look(store: Store, *rows: tuple[str, ...], plan: Plan | None = None) -> Preview:
    table: Rows = (HEADINGS, *rows)
    numbers = range(1, len(table) + 1)
    return preview(table, numbers, plan or first_plan(table, TODAY), people(store), TODAY)


def plan_of(*rows: tuple[str, ...]) -> Plan:
    return first_plan((HEADINGS, *rows), TODAY)


def actions(found: Preview) -> list[Action]:
    return [one.action for one in found.entries]


def form(name: str, email: str, *roles: str) -> EnrolmentForm:
    return EnrolmentForm(name, email, frozenset(roles or {"assistant"}), date(2025, 8, 1))


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        (("Ansattnr", "Navn", "E-postadresse", "Stilling"), "name1 email2 roles3"),
        (("Etternavn", "Fornavn", "Epost", "Tlf."), "last_name0 first_name1 email2 mobile3"),
        (("Namn", "E-post", "Rolle", "Tilsett frå"), "name0 email1 roles2 starts_on3"),
        (("NAVN:", "E-POST (JOBB)", "Stillingstittel (%)"), "name0 email1 roles2"),
        (("Name", "Email", "Role", "Start date"), "name0 email1 roles2 starts_on3"),
        (("Navn", "Privat e-post", "Fødselsdato", "E-post"), "name0 email3"),
        (("Fullt navn", "Personnummer", "Mobil privat", "E-post"), "name0 email3"),
        (("Navn på ansatt", "E-post adresse arbeid", "Mobil nr"), "name0 email1 mobile2"),
    ],
)
def test_columns_are_known_by_their_headings(headings: tuple[str, ...], known: str) -> None:
    columns, above = guess([headings, ("a",) * len(headings)])

    assert (" ".join(sorted(f"{one}{at}" for one, at in columns.items())), above) == (
        " ".join(sorted(known.split())),
        1,
    )


def test_headings_are_found_under_a_title_and_a_date() -> None:
    rows = [("Ansatte i Solbakken", "", ""), ("27.11.2026", "", ""), ("Navn", "E-post", "Rolle")]

    columns, above = guess([*rows, ("Kari Nes", "kari@example.no", "Kokk")])

    assert (columns[Field.EMAIL], above) == (1, 3)


def test_columns_without_headings_are_known_by_what_is_in_them() -> None:
    rows = [
        ("1", "Kari Nes", "kari@example.no", "Assistent", "98765432"),
        ("2", "Ola Dahl", "ola@example.no", "Kokk", ""),
    ]

    columns, above = guess(rows)

    wanted = {Field.NAME: 1, Field.EMAIL: 2, Field.ROLES: 3, Field.MOBILE: 4}
    assert (columns, above) == (wanted, 0)
    assert column_names(rows, above) == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Assistent", "assistant"),
        ("ASSISTENT 80 %", "assistant"),
        ("Ped. leder", "pedagogical_leader"),
        ("Pedagogisk leder, avd. Rev", "pedagogical_leader"),
        ("Barne- og ungdomsarbeider", "child_and_youth_worker"),
        ("Styrer/daglig leder", "general_manager head"),
        ("Vikar; kokk", "cook substitute"),
        ("Barnehagelærar", "kindergarten_teacher"),
        ("Vaktmester", "caretaker_cleaner"),
        ("Eierrepresentant", "owner_representative"),
        ("Assistent og tillitsvalgt", "assistant"),
        ("Kontaktperson", ""),
        ("Nattevakt", ""),
        ("", ""),
    ],
)
def test_roles_are_known_by_the_words_of_norwegian_lists(text: str, codes: str) -> None:
    assert " ".join(sorted(role_codes(text))) == codes


def test_every_name_of_a_role_that_can_be_chosen_is_known() -> None:
    for code, role in roles().items():
        if code in choosable():
            for name in (*role.short.values(), *role.long.values(), code.replace("_", " ")):
                assert code in role_codes(name), name


def test_rows_become_forms_with_tidy_values(store: Store) -> None:
    found = look(store, KARI, OLA)

    assert [one.form for one in found.entries] == [
        EnrolmentForm(
            "Kari Nes", "kari@example.no", frozenset({"assistant"}), date(2026, 8, 1), "98765432"
        ),
        EnrolmentForm(
            "Ola Dahl", "ola@example.no", frozenset({"pedagogical_leader"}), date(2024, 1, 15)
        ),
    ]
    assert actions(found) == [Action.NEW, Action.NEW]


def test_what_is_wrong_is_told_by_row_and_field(store: Store) -> None:
    found = look(
        store,
        ("", "kari(at)example.no", "12", "Nattevakt", "32.13.2026", ""),
        ("Ola Dahl", "ola@example.no", "", "", "", ""),
        ("Per Dahl", "OLA@example.no", "", "Kokk", "", ""),
        ("Liv Moe", "liv@example.no", "", "Vikar", "01.12.2026", "30.11.2026"),
        ("Eli Vik", "eli@example.no", "", "Vikar", "01.12.2026", "ut juni"),
    )

    assert [one.problems for one in found.entries] == [
        {
            "name": "required",
            "email": "not_an_email",
            "mobile": "not_a_phone_number",
            "roles": "required",
            "starts_on": "not_a_date",
        },
        {"roles": "required"},
        {"email": "twice"},
        {"ends_on": "before_start"},
        {"ends_on": "not_a_date"},
    ]
    assert (found.entries[2].number, found.entries[2].other) == (4, 3)


def test_a_row_without_role_and_start_takes_those_of_the_plan(store: Store) -> None:
    row = ("Ola Dahl", "ola@example.no", "", "", "", "")
    plan = replace(plan_of(row), roles=frozenset({"substitute"}), starts_on=date(2027, 1, 4))

    (entry,) = look(store, row, plan=plan).entries

    assert entry.form is not None
    assert sorted(entry.form.roles) == ["substitute"]
    assert entry.form.starts_on == date(2027, 1, 4)


def test_a_word_explained_once_holds_for_every_row_that_has_it(store: Store) -> None:
    rows = [(f"Kari Nes {n}", f"k{n}@example.no", "", "Nattevakt", "", "") for n in "ab"]
    plan = replace(plan_of(*rows), role_words={"nattevakt": frozenset({"caretaker_cleaner"})})

    assert actions(look(store, *rows)) == [Action.WRONG, Action.WRONG]
    assert actions(look(store, *rows, plan=plan)) == [Action.NEW, Action.NEW]


def test_a_row_is_mended_or_left_out(store: Store) -> None:
    rows = (("", "kari@example.no", "", "Kokk", "", "juni"), ("", "", "", "", "31.12.2026", ""))
    mended = replace(form("Kari Nes", "kari@example.no", "cook"), ends_on=date(2027, 6, 30))
    plan = replace(plan_of(*rows), mended={2: mended}, left_out=frozenset({3}))

    found = look(store, *rows, plan=plan)

    assert actions(found) == [Action.NEW, Action.OUT]
    assert found.entries[0].form == mended


def test_who_has_left_is_not_enrolled_again(store: Store) -> None:
    liv = store.act(enrol, SOLBAKKEN, form("Liv Moe", "liv@example.no"))
    store.act(set_end, liv, date(2026, 6, 30))

    found = look(
        store,
        ("Liv Moe", "liv@example.no", "", "Kokk", "", ""),
        ("Per Vik", "per@example.no", "", "Kokk", "", "31.07.2026"),
    )

    assert actions(found) == [Action.LEFT, Action.LEFT]


def test_whoever_is_enrolled_is_passed_over_or_updated_as_the_user_says(store: Store) -> None:
    store.act(enrol, SOLBAKKEN, replace(form("Kari Nes", "Kari@example.no"), mobile="98765432"))
    store.act(enrol, SOLBAKKEN, form("Ola Dahl", "ola@example.no", "pedagogical_leader"))
    rows = (
        ("Kari Nes Lie", "kari@example.no", "", "Kokk", "", "31.12.2026"),
        ("Ola Dahl", "ola@example.no", "", "Nattevakt", "", ""),
    )

    assert actions(look(store, *rows)) == [Action.KNOWN, Action.KNOWN]
    found = look(store, *rows, plan=replace(plan_of(*rows), updates=True))
    assert actions(found) == [Action.UPDATE, Action.SAME]
    store.act(carry_out, SOLBAKKEN, found.taken)

    kari = next(one for one in people(store) if one.name == "Kari Nes Lie")
    wanted = replace(form("Kari Nes Lie", "Kari@example.no", "cook"), mobile="98765432")
    assert kari.form == replace(wanted, ends_on=date(2026, 12, 31))


def test_an_import_is_undone_as_a_whole(store: Store) -> None:
    store.act(enrol, SOLBAKKEN, form("Kari Nes", "kari@example.no"))
    before = people(store)
    rows = (("Kari Lie", "kari@example.no", "", "Kokk", "", "31.12.2026"), OLA)
    found = look(store, *rows, plan=replace(plan_of(*rows), updates=True))

    done = store.act(carry_out, SOLBAKKEN, found.taken)
    assert {one.name for one in people(store)} == {"Kari Lie", "Ola Dahl"}
    assert store.act(take_back, done) == 0

    assert people(store) == before


def test_who_has_registered_since_stays_when_an_import_is_undone(store: Store) -> None:
    done = store.act(carry_out, SOLBAKKEN, look(store, KARI, OLA).taken)
    give(store, done.enrolled[0], AccessState.REGISTERED)

    assert store.act(take_back, done) == 1
    assert [one.name for one in people(store)] == ["Kari Nes"]


def test_what_a_colleague_changed_after_the_import_outlives_its_undoing(store: Store) -> None:
    kari = store.act(enrol, SOLBAKKEN, form("Kari Nes", "kari@example.no"))
    row = ("Kari Lie", "kari@example.no", "", "", "", "")
    found = look(store, row, plan=replace(plan_of(row), updates=True))
    done = store.act(carry_out, SOLBAKKEN, found.taken)
    loaded = people(store)[0].form
    store.act(change, kari, loaded, replace(loaded, mobile="98765432"))

    store.act(take_back, done)

    assert people(store)[0].form == replace(loaded, name="Kari Nes", mobile="98765432")


def test_who_was_enrolled_while_one_looked_is_not_enrolled_twice(store: Store) -> None:
    found = look(store, KARI, OLA)
    store.act(enrol, SOLBAKKEN, form("Kari Nes", "kari@example.no"))

    done = store.act(carry_out, SOLBAKKEN, found.taken)

    assert len(done.enrolled) == 1
    assert sorted(one.name for one in people(store)) == ["Kari Nes", "Ola Dahl"]


def test_a_thousand_rows_are_looked_at_within_a_second(store: Store) -> None:
    rows = tuple(
        (f"Kari Nes {n}", f"kari{n}@example.no", f"9{n:07}", "Assistent", "01.08.2026", "")
        for n in range(1000)
    )
    began = process_time()
    found = look(store, *rows)

    assert process_time() - began < 1
    assert found.count(Action.NEW) == 1000

    began = process_time()
    done = store.act(carry_out, SOLBAKKEN, found.taken)
    assert waiting(store) == [f"kari{n}@example.no" for n in range(1000)]
    store.act(take_back, done)

    assert process_time() - began < 1.5, "the other pages wait for as long as it is written"
    assert (people(store), waiting(store)) == ((), [])


def test_an_entry_is_known_by_its_row() -> None:
    assert Entry(7, {}, "", Action.OUT).id == 7
