"""Several waiting changes of one text, laid on what others wrote meanwhile."""

from uuid import UUID

import pytest

from contract.codec import shape
from contract.wire import Unreachable
from desktop.sync.rebase import rebased
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice
from tests.sync.minuted import Minuted

AGREED = "Vi tar opp saken om vikarer igjen på det neste møtet i nettverket."
MORE = f"{AGREED} Styreren i Solbakken lager et utkast."
FIRST = f"Enstemmig vedtatt. {MORE}"
THEIRS = f"Vedtatt mot to stemmer. {AGREED}"


def test_a_clash_stands_on_the_first_base_and_on_what_the_others_wrote() -> None:
    changes = [{"decision": MORE}, {"decision": FIRST}]

    outcome = rebased(
        shape("item_minutes"), {"decision": AGREED}, changes, {"decision": THEIRS}
    ).clashes["decision"]

    assert (outcome.base, outcome.mine, outcome.theirs) == (AGREED, FIRST, THEIRS)


def test_my_own_words_are_never_taken_for_theirs_that_they_took_away(
    kari: Manager, marit: Manager, network: UUID, device: MakeDevice
) -> None:
    at = Minuted(network, kari, marit, device)
    at.write(at.hers, decision=AGREED)
    at.settle()
    at.hers.network.lose_requests = 1
    at.write(at.hers, decision=MORE)
    with pytest.raises(Unreachable):
        at.hers.sync()
    at.write(at.hers, decision=FIRST)
    at.write(at.theirs, decision=THEIRS)
    at.theirs.sync()
    at.hers.sync()
    assert [one.field for one in at.hers.conflicts] == ["decision"]

    at.write(at.theirs, decision=AGREED)
    at.theirs.sync()
    at.settle()

    assert at.hers.conflicts == []
    assert at.texts("decision") == (FIRST, FIRST)
