"""Submitted minutes as the service would have sent them."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from msgspec.structs import replace as changed
from sqlalchemy.orm import Session

from contract.ids import derived_id, new_id
from contract.minutes import Content, ItemContent, Task, canonical, fingerprint
from contract.records import Level, Meeting, MeetingState, Minutes, Network
from desktop.models.store import Store

_ITEM = ItemContent(
    number=1,
    year=2026,
    title="Vikarpool",
    type="decision",
    presenter="",
    background="",
    attachments=[],
    discussion="Vi drøftet saken.",
    proposal="",
    decision="Vi prøver felles vikarpool.",
    outcome="unanimous",
    votes_for=None,
    votes_against=None,
    votes_abstained=None,
    dissent="",
    follow_ups=[],
)


def item(title: str, responsible: str = "", **more: object) -> ItemContent:
    """An item that was decided, with a task where somebody is responsible."""
    tasks = [Task("Lage utkast", responsible, None)] if responsible else []
    return changed(_ITEM, title=title, follow_ups=tasks, **more)


def network(store: Store, name: str, level: Level) -> UUID:
    """A network of another level."""

    def make(session: Session) -> UUID:
        made = Network(name=name, level=level, county="50")
        session.add(made)
        return made.id

    return store.act(make)


def archived(
    store: Store,
    of: UUID,
    *items: ItemContent,
    on: date = date(2026, 9, 24),
    number: int = 3,
    meeting: UUID | None = None,
    version: int = 1,
    chair: UUID | None = None,
    **told: object,
) -> UUID:
    """A meeting whose minutes are submitted, or one more version of them; they also say what is
    told. Returns its id.
    """

    def make(session: Session) -> UUID:
        home = session.get(Network, of)
        assert home is not None
        id_ = meeting or _held(session, of, on, chair)
        text = canonical(changed(_content(home, items, on, number), **told))
        session.add(
            Minutes(
                id=derived_id("minutes", id_, version),
                meeting_id=id_,
                network_id=of,
                version=version,
                content=text,
                fingerprint=fingerprint(text),
                submitted_at=datetime(2026, 9, 24 + version, tzinfo=UTC),
                reason="Skrivefeil" if version > 1 else None,
            )
        )
        return id_

    return store.act(make)


def _held(session: Session, of: UUID, on: date, chair: UUID | None) -> UUID:
    held = Meeting(
        network_id=of,
        title="Nettverksmøte",
        on=on,
        starts=time(9),
        ends=time(11),
        state=MeetingState.SUBMITTED,
        chair_id=chair or new_id(),
        minute_taker_id=new_id(),
    )
    session.add(held)
    return held.id


def _content(home: Network, items: tuple[ItemContent, ...], on: date, number: int) -> Content:
    return Content(
        network=home.name,
        level=home.level.value,
        number=number,
        year=on.year,
        title="Nettverksmøte",
        on=on.isoformat(),
        starts="09:00",
        ends="11:00",
        mode="online",
        place="",
        link="",
        chair="Kari Solberg",
        minute_taker="Åse Lund",
        adjourned_at="10:55",
        next_on=None,
        quorum=None,
        attendance=[],
        items=list(items),
    )
