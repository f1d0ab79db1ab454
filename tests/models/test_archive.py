"""All submitted minutes are found again, and what was decided in them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from contract.records import Level, MeetingState, Outcome
from desktop.models.archive import Archive, Narrowed, archive, collected, decisions
from desktop.models.store import Store
from desktop.models.verifying import Verdict, check
from tests.models.network_data import local_network, region
from tests.models.submitted import archived, item, network


@pytest.fixture
def local(store: Store) -> UUID:
    places = region(store)
    return local_network(store, places.solbakken, places.trollskogen)


@pytest.fixture
def regional(store: Store) -> UUID:
    return network(store, "Regionalt nettverk Trøndelag", Level.REGIONAL)


@pytest.fixture
def kept(store: Store, local: UUID, regional: UUID) -> Sequence[UUID]:
    """Minutes of two networks and two years."""
    first = archived(
        store, local, item("Vikarpool", "Solbakken"), item("Budsjett"), on=date(2025, 11, 20)
    )
    second = archived(store, local, item("Språk i Øst", outcome="noted", decision=""), number=4)
    third = archived(
        store, regional, item("Felles vikarpool", outcome="carried", votes_for=7, votes_against=2)
    )
    return first, second, third


def found(store: Store, **wanted: object) -> list[tuple[UUID, list[str]]]:
    seen: Archive = store.read(archive, Narrowed(**wanted))  # type: ignore[arg-type]
    return [(one.meeting, [each.title for each in one.items]) for one in seen.found]


def test_minutes_are_listed_newest_first_with_what_can_be_chosen(
    store: Store, kept: Sequence[UUID]
) -> None:
    seen = store.read(archive, Narrowed())

    assert [one.on.year for one in seen.found] == [2026, 2026, 2025]
    assert (seen.years, seen.levels) == ((2026, 2025), (Level.LOCAL, Level.REGIONAL))
    assert [name for _, name in seen.networks] == [
        "Lokalt nettverk Levanger",
        "Regionalt nettverk Trøndelag",
    ]
    assert seen.responsible == ("Solbakken",)


def test_words_are_found_in_items_in_any_case_and_order(store: Store, kept: Sequence[UUID]) -> None:
    first, second, third = kept
    assert found(store, words="øst SPRÅK") == [(second, ["Språk i Øst"])]
    assert found(store, words="vikarpool felles")[0] == (third, ["Felles vikarpool"])
    assert found(store, words="lage utkast solbakken") == [(first, ["Vikarpool"])]
    assert found(store, words="finnes ikke") == []


def test_the_name_of_a_network_finds_its_minutes(store: Store, kept: Sequence[UUID]) -> None:
    assert [id_ for id_, _ in found(store, words="trøndelag")] == [kept[2]]


def test_minutes_are_narrowed_by_level_year_network_outcome_and_responsible(
    store: Store, kept: Sequence[UUID], regional: UUID
) -> None:
    first, second, third = kept
    assert [id_ for id_, _ in found(store, level=Level.REGIONAL)] == [third]
    assert [id_ for id_, _ in found(store, year=2025)] == [first]
    assert [id_ for id_, _ in found(store, network=regional)] == [third]
    assert found(store, outcome=Outcome.NOTED) == [(second, ["Språk i Øst"])]
    assert found(store, responsible="Solbakken") == [(first, ["Vikarpool"])]


def test_a_correction_takes_the_place_of_what_it_corrects(store: Store, local: UUID) -> None:
    meeting = archived(store, local, item("Vikarpol"))
    archived(store, local, item("Vikarpool"), meeting=meeting, version=2)

    assert found(store) == [(meeting, ["Vikarpool"])]
    assert [one.version for one in store.read(collected, Narrowed())] == [2]


def test_the_record_of_decisions_tells_what_came_of_each_item(
    store: Store, kept: Sequence[UUID]
) -> None:
    rows = store.read(decisions, Narrowed(year=2026))

    assert [(row.title, row.outcome, row.votes) for row in rows] == [
        ("Felles vikarpool", Outcome.CARRIED, (7, 2, 0)),
        ("Språk i Øst", Outcome.NOTED, None),
    ]
    assert [row.responsible for row in store.read(decisions, Narrowed(year=2025))] == [
        "Solbakken",
        "",
    ]


def test_values_are_told_from_values_that_were_changed(store: Store, local: UUID) -> None:
    meeting = archived(store, local, item("Vikarpool"))
    (now,) = store.read(collected, Narrowed())

    genuine = store.read(check, now.values)
    assert (genuine.verdict, genuine.meeting) == (Verdict.GENUINE, meeting)
    assert now.state is MeetingState.SUBMITTED
    changed = now.values.replace("prøver", "avslår")
    assert store.read(check, changed).verdict is Verdict.UNKNOWN
    assert store.read(check, "{}").verdict is Verdict.UNKNOWN
    assert store.read(check, None).verdict is Verdict.NO_VALUES

    archived(store, local, item("Vikarpoolen"), meeting=meeting, version=2)
    replaced = store.read(check, now.values)
    assert (replaced.verdict, replaced.newest) == (Verdict.REPLACED, 2)
