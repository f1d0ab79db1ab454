"""Meetings that are planned together, or after the model of another."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import AgendaItem, Meeting, MeetingState, Network
from contract.records.meetings import calendar_entry
from desktop.models import drafts
from desktop.models.agenda import agenda, item_form
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.meetings import (
    DRAFTS,
    MeetingForm,
    change,
    form_of,
    new_meeting,
    plan,
    values_of,
)
from desktop.models.planning import proposed_days
from desktop.models.rights import may, refuse_forbidden

_AHEAD = (MeetingState.PLANNED, MeetingState.CALLED)
_OF_ONE = ("on", "reply_by")
"""What each meeting of a series has for itself."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A called meeting whose notice is another now."""

    id: UUID
    on: date


def plan_series(
    session: Session,
    me: Me,
    form: MeetingForm,
    days: Sequence[date],
    template: UUID | None = None,
) -> list[UUID]:
    """Plan a meeting on the day of the form, and one like it on each of the others. Raises
    Refused as plan does.
    """
    series = new_id() if days else None
    before = form.on - form.reply_by if form.reply_by else None
    made = [plan(session, me, form, template, series)]
    for on in days:
        reply_by = on - before if before is not None else None
        one = replace(form, on=on, reply_by=reply_by)
        made.append(plan(session, me, one, template, series))
    return made


def later_in_series(session: Session, me: Me, id_: UUID) -> list[UUID]:
    """The later meetings of a meeting's series that this person may change, soonest first."""
    this = get(session, Meeting, id_)
    if this.series_id is None:
        return []
    query = select(Meeting).where(
        Meeting.series_id == this.series_id, Meeting.on > this.on, Meeting.state.in_(_AHEAD)
    )
    found = session.scalars(query.order_by(Meeting.on, Meeting.id))
    return [one.id for one in found if may(session, me, one)]


def change_following(
    session: Session, me: Me, id_: UUID, loaded: MeetingForm, wanted: MeetingForm
) -> list[Announced]:
    """Change a meeting, and in the later ones of its series what was changed beside the day.
    Returns the later ones whose notice has gone out and is another now. Raises Refused as change
    does.
    """
    later = later_in_series(session, me, id_)
    change(session, me, id_, loaded, wanted)
    before, after = values_of(loaded), values_of(wanted)
    new = {
        name: value
        for name, value in after.items()
        if name not in _OF_ONE and value != before[name]
    }
    announced = []
    for other in later if new else ():
        record = get(session, Meeting, other)
        entry, now = calendar_entry(record), values_of(form_of(record))
        edit(session, record, {name: now[name] for name in new}, new)
        refuse_forbidden(session, me, record)
        if record.state is MeetingState.CALLED and calendar_entry(record) != entry:
            announced.append(Announced(record.id, record.on))
    return announced


def duplicate(session: Session, me: Me, id_: UUID, today: date) -> UUID:
    """Plan a meeting like this one, with the same agenda, on the next day that the network's
    rhythm gives. Raises Refused as plan does.
    """
    this = get(session, Meeting, id_)
    get(session, Network, this.network_id)
    days = proposed_days(session, this.network_id, today, 1)
    if not days:
        raise Refused("no_day", "on")
    on = days[0].on
    reply_by = on - (this.on - this.reply_by) if this.reply_by else None
    form = replace(form_of(this), on=on, reply_by=reply_by)
    record = Meeting(network_id=this.network_id, **values_of(form))
    refuse_forbidden(session, me, record)
    add(session, record)
    session.flush()
    for place, line in enumerate(agenda(session, id_), 1):
        item = AgendaItem(
            meeting_id=record.id,
            network_id=record.network_id,
            position=1024.0 * place,
            **asdict(item_form(line)),
        )
        add(session, item)
    drafts.drop(session, DRAFTS, new_meeting(me))
    return record.id
