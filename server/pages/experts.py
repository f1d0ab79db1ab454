"""Professional networks: made, and wishes to be expert kindergarten in them decided."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from contract.records import ApplicationState
from server import experts
from server.accounts import Unacceptable
from server.norway import today
from server.pages.guard import own_form
from server.pages.office import EXPERTS, AtDesk, Desk, NotThere
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=EXPERTS, include_in_schema=False)

Name = Annotated[str, Form(alias="navn")]
Reply = Annotated[str, Form(alias="svar")]
Which = Annotated[str, Form(alias="valg", max_length=3)]

_STATES = {
    ApplicationState.WAITING: N_("Waits"),
    ApplicationState.ACCEPTED: N_("Accepted"),
    ApplicationState.DECLINED: N_("Declined"),
}
_SAID = {
    "required": N_("Write a name."),
    "too_long": N_("No more than a hundred characters."),
}


@router.get("")
def listed(desk: AtDesk) -> Response:
    """The wishes, and all professional networks."""
    return _listed(desk)


@router.post("", dependencies=[Depends(own_form)])
def add(desk: AtDesk, name: Name = "") -> Response:
    """A new professional network."""
    try:
        experts.add_network(desk.given.service, name, desk.by)
    except Unacceptable as problem:
        return _listed(desk, name, problem.problem)
    return to(EXPERTS)


@router.post("/{id_}", dependencies=[Depends(own_form)])
def decide(desk: AtDesk, id_: UUID, answer: Reply = "", which: Which = "") -> Response:
    """Accept a wish, or say why not."""
    try:
        accepted = which == "ja"
        experts.decide(desk.given.service, id_, answer, desk.by, today(), accepted=accepted)
    except Unacceptable as problem:
        if problem.field != "answer":
            raise NotThere(desk) from None
        return _listed(desk, problem=problem.problem, wrong=id_, reply=answer)
    return to(EXPERTS)


def _listed(
    desk: Desk, name: str = "", problem: str = "", wrong: UUID | None = None, reply: str = ""
) -> Response:
    engine = desk.given.engine
    return desk.page(
        "experts",
        status_of(problem),
        wishes=experts.wishes(engine),
        networks=experts.networks(engine),
        states=_STATES,
        written=name,
        wrong=wrong,
        reply=reply,
        problem=(REASON_PROBLEMS if wrong else _SAID).get(problem, ""),
    )
