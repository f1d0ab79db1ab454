"""The audit log: what the office has done, looked through and taken out as a file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import StreamingResponse

from server import audit_log, auditing, lengths
from server.audit_log import Entry, Wanted
from server.auditing import Act
from server.database import writing
from server.pages.fields import Search
from server.pages.guard import own_form
from server.pages.office import (
    CATEGORIES,
    EXPERTS,
    FEEDBACKS,
    KINDERGARTENS,
    LOG,
    NETWORKS,
    PERSONS,
    POSTS,
    AtDesk,
)
from server.pages.paging import LINES, PageNumber, Part
from server.pages.rendering import HEADERS, spoken
from server.pages.tables_out import lines
from server.texts import N_, Say, speaking

router = APIRouter(prefix=LOG, include_in_schema=False)

Chosen = Annotated[str, Query(alias="handling", max_length=40)]
Since = Annotated[str, Query(alias="fra", max_length=10)]
Until = Annotated[str, Query(alias="til", max_length=10)]
TextSent = Annotated[str, Form(alias="sok", max_length=lengths.SEARCH)]
ChosenSent = Annotated[str, Form(alias="handling", max_length=40)]
SinceSent = Annotated[str, Form(alias="fra", max_length=10)]
UntilSent = Annotated[str, Form(alias="til", max_length=10)]

ACTS = {
    Act.APPROVED: N_("Gave access"),
    Act.REJECTED: N_("Gave no access"),
    Act.CHECKED: N_("Found that a kindergarten fits"),
    Act.FOUND_UNFIT: N_("Found that a kindergarten does not fit"),
    Act.HIDDEN: N_("Hid a post or an answer"),
    Act.SHOWN: N_("Showed it again"),
    Act.CATEGORY_ADDED: N_("Added a category"),
    Act.CATEGORY_CHANGED: N_("Changed a category"),
    Act.CATEGORY_CLOSED: N_("Closed a category"),
    Act.CATEGORY_OPENED: N_("Opened a category again"),
    Act.FEEDBACK_ANSWERED: N_("Answered a report or a suggestion"),
    Act.NETWORK_ADDED: N_("Added a professional network"),
    Act.CONTACT_CHOSEN: N_("Gave a network another contact kindergarten"),
    Act.EXPERT_ACCEPTED: N_("Accepted an expert kindergarten"),
    Act.EXPERT_DECLINED: N_("Declined an expert kindergarten"),
    Act.GUIDELINE_PUBLISHED: N_("Published guidelines or terms"),
    Act.EXPORTED: N_("Took out what is kept of a person"),
    Act.ERASED: N_("Erased a person"),
    Act.LOG_EXPORTED: N_("Took out the log"),
    Act.MEMBERSHIP_ENDED: N_("Ended a membership"),
    Act.MEMBERSHIP_KEPT: N_("Let a membership go on after all"),
    Act.ACCOUNT_CLOSED: N_("Closed an account"),
    Act.ACCOUNT_OPENED: N_("Opened an account again"),
    Act.SIGNED_OUT: N_("Signed all devices of somebody out"),
    Act.FACTOR_FORGOTTEN: N_("Let a lost second factor be set up anew"),
    Act.SIGNED_IN: N_("Signed in"),
    Act.LOCKED_OUT: N_("Nobody let in for a while, after too many tries"),
}
_PLACES = {
    "kindergarten": f"{KINDERGARTENS}/{{id}}",
    "post": f"{POSTS}/post/{{id}}",
    "comment": f"{POSTS}/comment/{{id}}",
    "feedback": f"{FEEDBACKS}/{{id}}",
    "category": f"{CATEGORIES}/{{id}}",
    "account": f"{PERSONS}/{{id}}",
    "expert_application": EXPERTS,
    "network": NETWORKS,
}
"""Where what an act was about is looked at, by its kind."""
_HEAD = (
    N_("When (UTC)"),
    N_("Who"),
    N_("What"),
    N_("About"),
    N_("Kind"),
    N_("Id"),
    N_("Reason"),
    N_("Hours waited"),
)


@router.get("")
def listed(
    desk: AtDesk,
    number: PageNumber = 1,
    text: Search = "",
    act: Chosen = "",
    since: Since = "",
    until: Until = "",
) -> Response:
    """What was done, newest first."""
    asked = {"sok": text, "handling": act, "fra": since, "til": until}
    wanted = Wanted(text, act, _day(since), _day(until))
    found = audit_log.read(desk.given.engine, wanted, (number - 1) * LINES, LINES + 1)
    shown = Part(found[:LINES], number, len(found) > LINES, asked)
    return desk.page("log", part=shown, wanted=wanted, acts=ACTS, asked=asked, places=_PLACES)


@router.post("/fil", dependencies=[Depends(own_form)])
def taken_out(
    desk: AtDesk,
    text: TextSent = "",
    act: ChosenSent = "",
    since: SinceSent = "",
    until: UntilSent = "",
) -> Response:
    """The same as a file. That it was taken out stands in the log, too."""
    with writing(desk.given.engine) as connection:
        auditing.note(connection, Act.LOG_EXPORTED, desk.by, None)
    say = speaking(spoken(desk.request))
    found = audit_log.each(desk.given.engine, Wanted(text, act, _day(since), _day(until)))
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="logg.csv"'}
    told = lines([say(one) for one in _HEAD], _rows(found, say))
    return StreamingResponse(told, media_type="text/csv; charset=utf-8", headers=headers)


def _rows(entries: Iterator[Entry], say: Say) -> Iterator[Sequence[str]]:
    words = {act.value: say(told) for act, told in ACTS.items()}
    for one in entries:
        yield (
            f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
            say(N_("The command line")) if one.at_command_line else one.who,
            words.get(one.act, one.act),
            one.about,
            one.kind,
            str(one.record_id or ""),
            one.reason,
            "" if one.hours is None else f"{one.hours:.1f}".replace(".", ","),
        )


def _day(text: str) -> date | None:
    """The day that a field of a form holds; None where it holds none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
