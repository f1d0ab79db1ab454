"""The networks, who leads each, and how far the country is covered."""

from fastapi import APIRouter, Response

from contract.records.networks import Level
from server import coverage
from server.norway import today
from server.pages.office import NETWORKS, AtDesk
from server.texts import N_

router = APIRouter(prefix=NETWORKS, include_in_schema=False)

_LEVELS = {
    Level.NATIONAL: N_("National"),
    Level.PROFESSIONAL: N_("Professional"),
    Level.REGIONAL: N_("Regional"),
    Level.LOCAL: N_("Local"),
}


@router.get("")
def listed(desk: AtDesk) -> Response:
    """The counties, and every network."""
    counties, whole = coverage.by_county(desk.given.engine, today())
    found = coverage.networks(desk.given.engine)
    return desk.page("networks", counties=counties, whole=whole, networks=found, levels=_LEVELS)
