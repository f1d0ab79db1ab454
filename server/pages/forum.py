"""What is written in the forum: looked through, hidden with a reason, and shown again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from server import moderating, rooms
from server.accounts import Unacceptable
from server.moderating import KINDS, Wanted
from server.pages.fields import Reason, Search
from server.pages.guard import own_form
from server.pages.office import POSTS, AtDesk, Desk, NotThere
from server.pages.paging import LINES, PageNumber, Part
from server.pages.problems import REASON_PROBLEMS
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=POSTS, include_in_schema=False)

Kind = Annotated[str, Query(alias="slag", max_length=20)]
Room = Annotated[str, Query(alias="kategori", max_length=36)]
Which = Annotated[str, Query(alias="vis", max_length=20)]

_KINDS = (("post", N_("Posts")), ("comment", N_("Answers")))
_WHICH = (("", N_("All")), ("skjult", N_("Hidden")))


@router.get("")
def listed(
    desk: AtDesk,
    number: PageNumber = 1,
    text: Search = "",
    kind: Kind = "post",
    room: Room = "",
    which: Which = "",
) -> Response:
    """What was written last."""
    engine = desk.given.engine
    kind = kind if kind in KINDS else "post"
    wanted = Wanted(text, kind, _id(room), which == "skjult")
    found = moderating.read(engine, wanted, (number - 1) * LINES, LINES + 1)
    asked = {"sok": text, "slag": kind, "kategori": room, "vis": which}
    shown = Part(found[:LINES], number, len(found) > LINES, asked)
    every = [(str(one.id), one.name) for one in rooms.read(engine)]
    return desk.page(
        "posts", part=shown, wanted=wanted, kinds=_KINDS, rooms=every, asked=asked, which=_WHICH
    )


@router.get("/{kind}/{id_}")
def one(desk: AtDesk, kind: str, id_: UUID) -> Response:
    """A post or an answer, whole."""
    return _one(desk, kind, id_)


@router.post("/{kind}/{id_}/skjul", dependencies=[Depends(own_form)])
def hide(desk: AtDesk, kind: str, id_: UUID, why: Reason = "") -> Response:
    """Hide it, for a reason that its writer reads."""
    _check(desk, kind)
    try:
        moderating.hide(desk.given.service, kind, id_, why, desk.by)
    except Unacceptable as problem:
        if problem.field != "reason":
            raise NotThere(desk) from None
        return _one(desk, kind, id_, why, REASON_PROBLEMS[problem.problem])
    return to(f"{POSTS}/{kind}/{id_}")


@router.post("/{kind}/{id_}/vis", dependencies=[Depends(own_form)])
def show(desk: AtDesk, kind: str, id_: UUID) -> Response:
    """Show it again."""
    _check(desk, kind)
    try:
        moderating.show(desk.given.service, kind, id_, desk.by)
    except Unacceptable:
        raise NotThere(desk) from None
    return to(f"{POSTS}/{kind}/{id_}")


def _one(desk: Desk, kind: str, id_: UUID, why: str = "", problem: str = "") -> Response:
    _check(desk, kind)
    found = moderating.one(desk.given.engine, kind, id_)
    if found is None:
        raise NotThere(desk)
    earlier = moderating.earlier(desk.given.engine, kind, id_)
    values = {"one": found, "kind": kind, "earlier": earlier, "why": why, "problem": problem}
    return desk.page("post", status_of(problem), **values)


def _check(desk: Desk, kind: str) -> None:
    if kind not in KINDS:
        raise NotThere(desk)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
