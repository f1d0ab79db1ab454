"""Changes, fields and values in a manager's words."""

from datetime import date, time
from typing import Any

from desktop.texts import N_, _, bare_clock, short_date
from desktop.views.staff.words import role_name

_CREATED = {
    "staff_enrolment": N_("Enrolment: {subject}"),
    "post": N_("Post: {subject}"),
    "comment": N_("Comment on «{subject}»"),
    "network": N_("New network: {subject}"),
    "network_member": N_("Place in a network: {subject}"),
    "meeting": N_("New meeting: {subject}"),
    "agenda_item": N_("New agenda item: {subject}"),
    "item_minutes": N_("Minutes of «{subject}»"),
    "attendance": N_("Attendance: {subject}"),
    "follow_up": N_("Follow-up: {subject}"),
    "meeting_reply": N_("Answer to a notice: {subject}"),
    "queued_item": N_("Item that waits: {subject}"),
    "agenda_template": N_("Template of an agenda: {subject}"),
    "minutes_comment": N_("Comment on minutes: {subject}"),
    "minutes_correction": N_("Correction of minutes: {subject}"),
    "reading_receipt": N_("Reading receipt"),
    "thumb": N_("Thumbs-up for «{subject}»"),
    "feedback": N_("To the secretariat"),
    "outreach": N_("Asked to join: {subject}"),
    "contact_request": N_("Who would be contact kindergarten: {subject}"),
    "raised_case": N_("Raised case: {subject}"),
    "expert_application": N_("Wish to be expert kindergarten: {subject}"),
}
_CHANGED = {
    "staff_enrolment": N_("Change of staff: {subject}"),
    "post": N_("Edited post: {subject}"),
    "thumb": N_("Thumbs-up for «{subject}»"),
    "outreach": N_("Asked to join: {subject}"),
    "kindergarten": N_("The kindergarten's facts: {subject}"),
    "network": N_("Network: {subject}"),
    "meeting": N_("Meeting: {subject}"),
    "agenda_item": N_("Agenda item: {subject}"),
}
_STATES = {
    "called": N_("Notice: {subject}"),
    "cancelled": N_("Cancelled meeting: {subject}"),
    "submitted": N_("Submitted minutes: {subject}"),
}
_ICONS = {
    "staff_enrolment": "people",
    "post": "posts",
    "comment": "posts",
    "thumb": "posts",
    "feedback": "help",
    "outreach": "pin",
    "network": "pin",
    "network_member": "pin",
    "reading_receipt": "home",
    "contact_request": "pin",
    "raised_case": "case",
    "expert_application": "award",
}
_FIELDS = {
    "accepted": N_("On the agenda"),
    "agenda_item_id": N_("Agenda item"),
    "answer": N_("Answer"),
    "approved_places": N_("Approved places"),
    "attachments": N_("Attachments"),
    "asked_by": N_("How you ask"),
    "asked_on": N_("Date"),
    "background": N_("Background"),
    "body": N_("Text"),
    "chair_id": N_("Chair"),
    "decision": N_("Decision"),
    "discussion": N_("Discussion"),
    "dissent": N_("Dissent"),
    "due_on": N_("Due"),
    "email": N_("E-mail"),
    "ends": N_("To"),
    "ends_on": N_("End date"),
    "given": N_("Thumbs up"),
    "handover_on": N_("Takes over on"),
    "handover_item_id": N_("Decided in"),
    "hopes": N_("What we hope the network can help with"),
    "link": N_("Link"),
    "links": N_("Links to documents"),
    "loves": N_("What we love and do well"),
    "meets_every": N_("Months between the meetings"),
    "minute_taker_id": N_("Minute taker"),
    "minutes": N_("Allotted minutes"),
    "mobile": N_("Mobile"),
    "mode": N_("Form of meeting"),
    "mentions": N_("Mentions"),
    "municipality": N_("Municipality"),
    "name": N_("Name"),
    "note": N_("A word to the chair"),
    "next_roles": N_("New role"),
    "next_contact_kindergarten_id": N_("Next contact kindergarten"),
    "next_contact_person_id": N_("Contact person"),
    "on": N_("Date"),
    "outcome": N_("Outcome"),
    "place": N_("Place"),
    "position": N_("Place on the agenda"),
    "presence": N_("Attendance"),
    "presenter": N_("Presenter"),
    "proposal": N_("Proposal"),
    "reason": N_("Reason"),
    "replied_on": N_("Answered"),
    "reply": N_("Answer"),
    "quorum": N_("Kindergartens that must be present"),
    "report": N_("Status report"),
    "responsible": N_("Responsible"),
    "roles": N_("Roles"),
    "roles_from": N_("New role from"),
    "sort": N_("Sort of meeting"),
    "starts": N_("From"),
    "starts_on": N_("Start date"),
    "stands_in_from": N_("Stands in from"),
    "stands_in_until": N_("Stands in until"),
    "state": N_("State"),
    "task": N_("Task"),
    "text": N_("Text"),
    "title": N_("Title"),
    "usual_mode": N_("Form of meeting"),
    "votes_abstained": N_("Abstaining"),
    "votes_against": N_("Against"),
    "votes_for": N_("For"),
}
_VALUES = {
    "unanimous": N_("Unanimous"),
    "carried": N_("Carried"),
    "noted": N_("Noted"),
    "postponed": N_("Postponed"),
    "fell": N_("Fell"),
    "online": N_("Online"),
    "in_person": N_("In person"),
    "both": N_("Online and in person"),
    "planned": N_("Planned"),
    "called": N_("Called"),
    "in_progress": N_("In progress"),
    "adjourned": N_("Adjourned"),
    "review": N_("Out for comment"),
    "submitted": N_("Submitted"),
    "approved": N_("Approved"),
    "cancelled": N_("Cancelled"),
    "present": N_("Present"),
    "excused": N_("Excused"),
    "absent": N_("Absent"),
    "guest": N_("Guest"),
    "coming": N_("Coming"),
    "ordinary": N_("Ordinary"),
    "extraordinary": N_("Extraordinary"),
    "informal": N_("Informal"),
}


def change_words(kind: str, op: str, fields: dict[str, Any], subject: str) -> str:
    """A change as its user would name it."""
    if op == "delete":
        return _("Deleted: {subject}").format(subject=subject or _("a text"))
    if kind == "meeting" and fields.get("state") in _STATES:
        return _(_STATES[fields["state"]]).format(subject=subject)
    if op == "change" and kind in _CHANGED:
        return _(_CHANGED[kind]).format(subject=subject)
    return _(_CREATED.get(kind, N_("Change: {subject}"))).format(subject=subject)


def icon_of(kind: str) -> str:
    """The icon of the area in which a kind is shown."""
    return _ICONS.get(kind, "meetings")


def field_words(field: str) -> str:
    """The label of a field, or of the fields that belong together."""
    return ", ".join(_(_FIELDS.get(name, name)) for name in field.split("+"))


def value_words(value: Any) -> str:
    """A wire value as a person reads it."""
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, dict):
        lines = (f"{field_words(name)}: {value_words(one)}" for name, one in value.items())
        return "\n".join(lines)
    if isinstance(value, list):
        return ", ".join(role_name(str(one)) for one in value)
    text = str(value)
    return _(_VALUES[text]) if text in _VALUES else _time_words(text)


def _time_words(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return bare_clock(time.fromisoformat(text))
    except ValueError:
        return text
