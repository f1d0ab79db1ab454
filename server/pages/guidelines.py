"""The guidelines and the terms of use, and new versions of them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from contract.records import GuidelineKind
from server import guidelines
from server.accounts import Unacceptable
from server.guidelines import Written
from server.pages.guard import own_form
from server.pages.office import GUIDELINES, AtDesk, Desk, NotThere
from server.pages.rendering import status_of, to
from server.texts import N_

router = APIRouter(prefix=GUIDELINES, include_in_schema=False)

Title = Annotated[str, Form(alias="tittel")]
Body = Annotated[str, Form(alias="tekst")]
After = Annotated[int, Form(alias="etter", ge=0, le=1_000_000)]

KINDS = {
    GuidelineKind.GUIDELINES: N_("Guidelines"),
    GuidelineKind.TERMS: N_("Terms of use"),
}
_SAID = {
    ("title", "required"): N_("Write a title."),
    ("title", "too_long"): N_("No more than two hundred characters."),
    ("body", "required"): N_("Write the text."),
    ("body", "too_long"): N_("No more than a hundred thousand characters."),
    ("", "newer"): N_(
        "Somebody has published another version meanwhile. Look at it before you publish yours:"
        " what you wrote stands here still."
    ),
}


@router.get("")
def listed(desk: AtDesk) -> Response:
    """What is valid now, by how many it is read, and the versions before."""
    found, readers = guidelines.read(desk.given.engine)
    return desk.page("guidelines", found=found, readers=readers, kinds=KINDS)


@router.get("/{kind}")
def form(desk: AtDesk, kind: str) -> Response:
    """The form for a new version, which begins as the newest one stands."""
    known = _known(desk, kind)
    found, _ = guidelines.read(desk.given.engine)
    newest = next((one for one in found if one.kind is known), None)
    if newest is None:
        return _form(desk, Written(known, "", "", 0), {})
    return _form(desk, Written(known, newest.title, newest.body, newest.version), {})


@router.post("/{kind}", dependencies=[Depends(own_form)])
def publish(
    desk: AtDesk, kind: str, title: Title = "", body: Body = "", after: After = 0
) -> Response:
    """Publish a new version."""
    written = Written(_known(desk, kind), title, body, after)
    try:
        guidelines.publish(desk.given.service, written, desk.by)
    except Unacceptable as problem:
        said = _SAID.get((problem.field, problem.problem), problem.problem)
        return _form(desk, _after_newest(desk, written), {problem.field: said})
    return to(GUIDELINES)


def _form(desk: Desk, written: Written, problems: dict[str, str]) -> Response:
    status = status_of(problems)
    return desk.page("guideline", status, written=written, problems=problems, kinds=KINDS)


def _after_newest(desk: Desk, written: Written) -> Written:
    """The same text, to follow what stands now: who sends it again has been told."""
    found, _ = guidelines.read(desk.given.engine)
    newest = next((one.version for one in found if one.kind is written.kind), 0)
    return Written(written.kind, written.title, written.body, newest)


def _known(desk: Desk, kind: str) -> GuidelineKind:
    known = next((one for one in GuidelineKind if one.value == kind), None)
    if known is None:
        raise NotThere(desk)
    return known
