"""The reference data, and the Norwegian order of words."""

from contract.collation import norwegian_key
from contract.geography import (
    across_the_county_border,
    counties,
    municipalities,
    municipality,
    private_counts,
    registered_kindergartens,
)
from contract.roles import choosable, leads, roles


def test_there_are_as_many_counties_and_municipalities_as_in_norway() -> None:
    assert (len(counties()), len(municipalities())) == (15, 357)


def test_numbers_keep_their_leading_zero() -> None:
    oslo = municipality("0301")

    assert oslo is not None
    assert (oslo.name, oslo.county.number) == ("Oslo", "03")


def test_the_number_of_a_municipality_begins_with_its_countys() -> None:
    assert all(place.number.startswith(place.county.number) for place in municipalities().values())


def test_municipalities_stand_in_norwegian_order() -> None:
    names = [place.name for place in municipalities().values()]

    assert names[0] == "Alstahaug"
    assert names[-1] == "Åsnes"
    assert names.index("Ålesund") > names.index("Øystre Slidre")


def test_227_municipalities_have_a_private_kindergarten() -> None:
    assert sum(1 for count in private_counts().values() if count) == 227
    assert sum(private_counts().values()) == 2805


def test_what_adjoins_across_a_county_border_lies_in_another_county_and_adjoins_back() -> None:
    numbers = {place.name: place.number for place in municipalities().values()}
    assert across_the_county_border(numbers["Oppdal"]) == {
        numbers[name] for name in ("Sunndal", "Surnadal", "Tynset", "Folldal", "Dovre", "Lesja")
    }
    for place in municipalities().values():
        for number in across_the_county_border(place.number):
            assert municipalities()[number].county != place.county
            assert place.number in across_the_county_border(number)


def test_registered_kindergartens_lie_in_municipalities_of_today() -> None:
    assert {one.municipality for one in registered_kindergartens()} <= municipalities().keys()


def test_sami_letters_sort_by_their_latin_base() -> None:
    words = ["Ås", "Øya", "Ærlig", "Zetor", "Čáhci", "Deatnu", "Đoavttir", "Adam"]

    assert sorted(words, key=norwegian_key)[:4] == ["Adam", "Čáhci", "Deatnu", "Đoavttir"]
    assert sorted(words, key=norwegian_key)[4:] == ["Zetor", "Ærlig", "Øya", "Ås"]


def test_roles_of_the_network_itself_are_not_given_in_an_enrolment() -> None:
    assert len(roles()) == 24
    assert not {"contact_person", "external_expert", "secretariat"} & choosable()


def test_heads_and_general_managers_lead() -> None:
    assert leads({"assistant", "general_manager"})
    assert not leads({"deputy_head", "owner"})
