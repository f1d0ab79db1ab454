"""Whatever waits to be sent is named in a manager's words."""

import pytest

from contract.records import Kindergarten
from contract.writing import GRANTS
from desktop.views.sync.words import change_words, field_words


@pytest.mark.parametrize("kind", sorted(kind.__tablename__ for kind in GRANTS))
def test_every_kind_that_somebody_writes_has_a_name(kind: str) -> None:
    # Kindergartens are made by the service alone.
    op = "change" if kind == Kindergarten.__tablename__ else "create"

    assert change_words(kind, op, {}, "Lia") != "Endring: Lia"


def test_fields_that_are_merged_as_one_are_named_together() -> None:
    fields = ("handover_item_id", "handover_on", "next_contact_kindergarten_id")
    said = field_words("+".join((*fields, "next_contact_person_id")))

    assert said == "Vedtatt i, Overtar, Neste kontaktbarnehage, Kontaktperson"
