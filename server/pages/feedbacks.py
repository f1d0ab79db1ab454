"""What members report and suggest, with how far it has come and what is answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Response

from contract.records import FeedbackSort, FeedbackState
from server import feedbacks
from server.accounts import Unacceptable
from server.feedbacks import Wanted
from server.pages.guard import own_form
from server.pages.office import FEEDBACKS, AtDesk, Desk, NotThere
from server.pages.paging import LINES, PageNumber, Part
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=FEEDBACKS, include_in_schema=False)

Sort = Annotated[str, Query(alias="slag", max_length=20)]
Which = Annotated[str, Query(alias="vis", max_length=20)]
State = Annotated[str, Form(alias="status", max_length=20)]
Words = Annotated[str, Form(alias="svar")]

SORTS = {
    FeedbackSort.REPORT: N_("Report of a post"),
    FeedbackSort.CATEGORY: N_("New category"),
    FeedbackSort.IDEA: N_("Idea"),
    FeedbackSort.ERROR: N_("Error in the program"),
}
STATES = {
    FeedbackState.RECEIVED: N_("Received"),
    FeedbackState.IN_WORK: N_("In work"),
    FeedbackState.DONE: N_("Done"),
    FeedbackState.DECLINED: N_("Turned down"),
}
_WHICH = (("", N_("To be done")), ("alle", N_("All")))
_SAID = {
    "required": N_("Write why."),
    "too_long": N_("No more than five thousand characters."),
}


@router.get("")
def listed(desk: AtDesk, number: PageNumber = 1, sort: Sort = "", which: Which = "") -> Response:
    """What is to be done, the oldest first."""
    chosen = next((one for one in FeedbackSort if one.value == sort), None)
    wanted = Wanted(chosen, all=which == "alle")
    found = feedbacks.read(desk.given.engine, wanted, (number - 1) * LINES, LINES + 1)
    asked = {"slag": chosen.value if chosen else "", "vis": which}
    shown = Part(found[:LINES], number, len(found) > LINES, asked)
    return desk.page("feedbacks", part=shown, asked=asked, sorts=SORTS, states=STATES, which=_WHICH)


@router.get("/{id_}")
def one(desk: AtDesk, id_: UUID) -> Response:
    """One of them, with what it is about."""
    return _one(desk, id_)


@router.post("/{id_}", dependencies=[Depends(own_form)])
def answer(desk: AtDesk, id_: UUID, state: State = "", words: Words = "") -> Response:
    """Say how far it has come, and answer."""
    wanted = next((one for one in FeedbackState if one.value == state), FeedbackState.RECEIVED)
    try:
        feedbacks.answer(desk.given.service, id_, wanted, words, desk.by)
    except Unacceptable as problem:
        if problem.field != "answer":
            raise NotThere(desk) from None
        return _one(desk, id_, problem.problem, (wanted, words))
    return to(FEEDBACKS)


def _one(
    desk: Desk, id_: UUID, problem: str = "", written: tuple[FeedbackState, str] | None = None
) -> Response:
    found = feedbacks.one(desk.given.engine, id_)
    if found is None:
        raise NotThere(desk)
    told, about = found
    state, words = written or (told.state, told.answer)
    values = {"one": told, "about": about, "state": state, "words": words}
    named = {"sorts": SORTS, "states": STATES, "problem": _SAID.get(problem, "")}
    return desk.page("feedback", status_of(problem), **values, **named)
