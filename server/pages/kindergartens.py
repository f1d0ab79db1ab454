"""Kindergartens: the list, one of them, and whether it may be a member."""

from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Response

from contract.geography import counties
from contract.records import AccessState
from server import kindergartens, vetting
from server.accounts import Unacceptable
from server.kindergartens import Wanted
from server.pages.fields import Reason, Search
from server.pages.guard import own_form
from server.pages.office import KINDERGARTENS, AtDesk, Desk, NotThere
from server.pages.paging import PageNumber, part
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_
from server.vetting import Finding

router = APIRouter(prefix=KINDERGARTENS, include_in_schema=False)

County = Annotated[str, Query(alias="fylke", max_length=2)]
Which = Annotated[str, Query(alias="vis", max_length=20)]
Order = Annotated[str, Query(alias="sorter", max_length=20)]
Fits = Annotated[str, Form(alias="passer", max_length=5)]

WHICH = (
    ("alle", N_("All")),
    ("usjekket", N_("Nobody has checked")),
    ("passer-ikke", N_("Found not to fit")),
    ("utmeldt", N_("Leaving or left")),
    ("utenfor", N_("Not in the register")),
)
ORDERS = (
    ("navn", N_("Name")),
    ("kommune", N_("Municipality")),
    ("nyest", N_("Newest first")),
)
ACCESS = {
    AccessState.NONE: N_("Enrolled"),
    AccessState.REGISTERED: N_("Registered"),
    AccessState.AWAITING: N_("Awaits approval"),
    AccessState.APPROVED: N_("Has access"),
    AccessState.REJECTED: N_("Rejected"),
}
STEPS = (
    ("has_read", N_("Read the guidelines and the terms")),
    ("enrolled_manager", N_("Enrolled the manager")),
    ("enrolled_owner", N_("Enrolled somebody of the owner")),
    ("welcomed", N_("Introduced itself in the welcome category")),
    ("introduced", N_("Introduced itself in the category of the county")),
    ("in_network", N_("Takes part in a local network")),
)
_CHECK = {**REASON_PROBLEMS, "required": N_("Write what you have looked at.")}


class Refused(NamedTuple):
    """A form that is shown again: what is wrong, and what was typed."""

    problem: str
    why: str
    unfit: bool = False


@router.get("")
def listed(
    desk: AtDesk,
    number: PageNumber = 1,
    text: Search = "",
    county: County = "",
    which: Which = "alle",
    order: Order = "navn",
) -> Response:
    """The kindergartens that are looked for, a page at a time."""
    wanted = Wanted(text, county, which, order)
    found = kindergartens.search(desk.given.engine, wanted)
    asked = {"sok": text, "fylke": county, "vis": which, "sorter": order}
    shown = part(found, number, asked)
    enrolled = kindergartens.enrolled_in(desk.given.engine, (one.id for one in shown.lines))
    values: dict[str, Any] = {"part": shown, "count": len(found), "enrolled": enrolled}
    values |= {"counties": counties().values(), "which": WHICH, "orders": ORDERS}
    return desk.page("kindergartens", wanted=wanted, **values)


@router.get("/{id_}")
def one(desk: AtDesk, id_: UUID) -> Response:
    """One kindergarten."""
    return _one(desk, id_)


@router.post("/{id_}/sjekk", dependencies=[Depends(own_form)])
def decide(desk: AtDesk, id_: UUID, fits: Fits = "", why: Reason = "") -> Response:
    """Keep whether it may be a member, and why."""
    whole(desk, id_)
    try:
        vetting.decide(desk.given.service, id_, Finding(fits != "nei", why), desk.by)
    except Unacceptable as problem:
        return _one(desk, id_, Refused(_CHECK[problem.problem], why, unfit=fits == "nei"))
    return to(f"{KINDERGARTENS}/{id_}")


def _one(desk: Desk, id_: UUID, refused: Refused | None = None) -> Response:
    values = {"found": whole(desk, id_), "refused": refused}
    return desk.page("kindergarten", status_of(refused), **values, access=ACCESS, steps=STEPS)


def whole(desk: Desk, id_: UUID) -> kindergartens.Whole:
    """A kindergarten that is there. Raises NotThere."""
    found = kindergartens.whole(desk.given.engine, id_, datetime.now(UTC).date())
    if found is None:
        raise NotThere(desk)
    return found
