"""What the page of privacy calls kinds, fields and readers, why they are kept, and how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from contract.access import Group
from desktop.models.privacy import Part, PersonalKind, Piece
from desktop.texts import N_, _, long_date, moment
from desktop.views.staff.words import role_names


@dataclass(frozen=True, slots=True)
class About:
    """The words about one kind."""

    title: str
    why: str
    how_long: str


KINDS: Final[dict[str, About]] = {
    "staff_enrolment": About(
        N_("Enrolled staff"),
        N_("So that the right people are given access, and can be told of it."),
        N_(
            "Until 90 days after the last day of work, unless the secretariat has set another time."
        ),
    ),
    "person": About(
        N_("People whom the others may know"),
        N_("So that kindergartens can reach each other, call meetings and name who leads them."),
        N_("As long as the person has access, and until 90 days after the last day of work."),
    ),
    "post": About(
        N_("Who wrote a post"),
        N_("So that readers know whom they speak with."),
        N_("As long as the post. When the writer is erased, the name goes and the text stays."),
    ),
    "comment": About(
        N_("Who wrote an answer"),
        N_("So that readers know whom they speak with."),
        N_("As long as the answer. When the writer is erased, the name goes and the text stays."),
    ),
    "attendance": About(
        N_("Who was at a meeting"),
        N_("So that the minutes can say who was present and had a vote."),
        N_("As long as the minutes: they keep name and role, also of who has left."),
    ),
}

ACCOUNT: Final = About(
    N_("Account and devices"),
    N_("So that nobody else gets in by your name, and you can sign a lost PC out."),
    N_(
        "As long as you have access, and until 90 days after the last day of work. When you signed "
        "in is forgotten after a year."
    ),
)
ACCOUNT_FIELDS: Final = N_(
    "name, e-mail, role, the password such that nobody can read it, the PCs that you are signed in "
    "on and when they were last used, when you signed in"
)

TRACES: Final = About(
    N_("What you do in the network"),
    N_("So that the others see who did what, and who is to do it."),
    N_(
        "As long as what it belongs to. When you are erased, your name goes from it; only minutes "
        "keep it."
    ),
)

TRACE: Final = {
    "agenda_item": N_("items that you proposed or present"),
    "contact_request": N_("whom you asked to be contact kindergarten"),
    "feedback": N_("suggestions, errors and posts that you told the secretariat of"),
    "follow_up": N_("tasks that you are responsible for"),
    "meeting": N_("meetings that you lead or minute"),
    "meeting_reply": N_("answers to notices"),
    "minutes_comment": N_("remarks on minutes"),
    "network": N_("networks whose contact person you are"),
    "queued_item": N_("items that wait for a meeting"),
    "reading_receipt": N_("which guidelines you have read"),
    "thumb": N_("thumbs-up"),
}
"""What you do, by the kind of record that says it was you."""

OTHER: Final = About(
    N_("Other: {kind}"),
    N_("So that the program can do its work."),
    N_("As long as what it belongs to."),
)

_FIELDS: Final = {
    "name": N_("Name"),
    "author_name": N_("Name"),
    "email": N_("E-mail"),
    "mobile": N_("Mobile"),
    "roles": N_("Role"),
    "next_roles": N_("New role"),
    "roles_from": N_("New role from"),
    "starts_on": N_("Start date"),
    "ends_on": N_("Last day of work"),
    "stands_in_from": N_("Stands in from"),
    "stands_in_until": N_("Stands in until"),
    "told_on": N_("Told"),
    "waits_since": N_("Asked for access"),
    "access": N_("Status"),
    "rejected_because": N_("Reason of the rejection"),
    "received_at": N_("Published"),
    "kindergarten": N_("Kindergarten"),
    "role": N_("Role"),
    "presence": N_("Present or not"),
    "held_on": N_("Date"),
    "text": N_("Text"),
    "answer": N_("Answer"),
    "version": N_("Version"),
    "system": N_("System"),
    "title": N_("Title"),
    "body": N_("Text"),
    "loves": N_("What we love and do well"),
    "hopes": N_("What we hope the network can help with"),
}

_ACCESS: Final = {
    "none": N_("Enrolled"),
    "registered": N_("Registered"),
    "awaiting": N_("Awaiting approval"),
    "approved": N_("Has access"),
    "rejected": N_("Rejected"),
}

_PRESENCE: Final = {
    "present": N_("Present"),
    "excused": N_("Excused"),
    "absent": N_("Absent"),
    "guest": N_("Guest"),
}

_READERS: Final = {
    Group.HEAD: N_("heads and general managers"),
    Group.OWNER: N_("owners"),
    Group.DEPUTY: N_("deputy heads"),
    Group.STAND_IN: N_("deputy heads while they stand in"),
    Group.EMPLOYEE: N_("other staff"),
    Group.EXPERT: N_("external experts"),
    Group.SECRETARIAT: N_("the secretariat"),
}

NEVER: Final = {
    "identity_number": N_("national identity numbers"),
    "birth": N_("dates of birth"),
    "home": N_("home addresses"),
    "health": N_("anything about health"),
    "union": N_("union offices"),
    "children": N_("anything about children"),
}

_PARTS: Final = {
    Part.ENROLMENT: N_("Enrolment"),
    Part.KNOWN: N_("Known to the others as"),
    Part.POST: N_("Post"),
    Part.COMMENT: N_("Answer"),
    Part.ATTENDED: N_("At a meeting"),
    Part.REMARK: N_("Remark on minutes"),
    Part.FEEDBACK: N_("To the secretariat"),
    Part.READ: N_("Read"),
}


def about(kind: str) -> About:
    """The words about a kind, in the language spoken now."""
    found = KINDS.get(kind, OTHER)
    return About(_(found.title).format(kind=kind), _(found.why), _(found.how_long))


def said(told: About) -> About:
    """The same words in the language spoken now."""
    return About(_(told.title), _(told.why), _(told.how_long))


def in_order(found: Iterable[PersonalKind]) -> list[PersonalKind]:
    """What readers ask about first comes first."""
    order = list(KINDS)
    return sorted(found, key=lambda one: order.index(one.kind) if one.kind in KINDS else len(order))


def field_names(names: Iterable[str]) -> str:
    """Fields as a list of words."""
    return ", ".join(dict.fromkeys(field_name(name).lower() for name in names))


def field_name(name: str) -> str:
    """What a field is called."""
    return _(_FIELDS[name]) if name in _FIELDS else name


def readers(kind: PersonalKind) -> str:
    """Who may read a kind."""
    if set(kind.readers) == set(Group):
        return _("Everybody who has access.")
    listed = ", ".join(_(_READERS[one]) for one in kind.readers)
    words = (
        _("In all kindergartens: {who}.")
        if kind.to_all
        else _("In the own kindergarten or network: {who}.")
    )
    return words.format(who=listed)


def traced(found: Iterable[str]) -> str:
    """What one does, as a list of words."""
    return ", ".join(_(TRACE[kind]) if kind in TRACE else kind for kind in found)


def document(name: str, email: str, pieces: Sequence[Piece], today: date) -> str:
    """All that is known about a person, as a text to be read."""
    lines = [
        _("What is stored about {name}").format(name=name),
        _("E-mail address {email}, as of {date}").format(email=email, date=long_date(today)),
        "",
    ]
    for piece in pieces:
        lines.append(_(_PARTS[piece.part]).upper())
        lines += [f"  {field_name(key)}: {_told(key, value)}" for key, value in piece.facts]
        lines.append("")
    lines.append(
        _(
            "This is what this PC holds. The service also keeps the account and its devices, and "
            "the enrolment of who cannot read the staff list. Each takes out all of it on the page "
            "of the own account; the secretariat gives it to others. Submitted minutes keep name "
            "and role."
        )
    )
    return "\r\n".join(line.replace("\n", "\r\n    ") for line in lines) + "\r\n"


def _told(key: str, value: Any) -> str:
    if key == "access":
        return _(_ACCESS[str(value)])
    if key == "presence":
        return _(_PRESENCE[str(value)])
    if isinstance(value, frozenset):
        return role_names(value)
    if isinstance(value, datetime):
        return moment(value)
    return long_date(value) if isinstance(value, date) else str(value)
