"""A user who never rests: posts, edits, groups, deletions and minutes, with words of their own."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import AgendaItem, ItemMinutes, Post, Record, only_id
from desktop.models import settling
from desktop.models.faults import Refused
from desktop.models.ledger import DELETION
from desktop.models.outbox import one_group
from desktop.models.store import Store
from tests.processes.journal import WORD, Journal
from tests.processes.orders import Orders

R = TypeVar("R", bound=Record)
_MOST_ITEMS = 8
_LATEST = 40


class Writer:
    """Takes one random step after the other, and notes its words once they are committed."""

    def __init__(
        self, store: Store, orders: Orders, journal: Journal, chance: random.Random
    ) -> None:
        self._store, self._orders, self._journal, self._chance = store, orders, journal, chance
        self._made = 0
        self._doings: tuple[Callable[[], None], ...] = (
            self._write_post,
            self._edit_post,
            self._edit_post,
            self._delete_post,
            self._add_item,
            self._minute,
            self._minute,
            self._group,
            self._settle,
        )

    def step(self) -> None:
        """Do something."""
        self._chance.choice(self._doings)()

    def _act(self, action: Callable[[Session], bool], *words: str) -> None:
        """Carry out an action that says whether it wrote the words."""
        self._journal.write("tried", words)
        if self._store.act(action):
            self._journal.write("kept", words)

    def _word(self) -> str:
        self._made += 1
        return f"{self._orders.name}{self._orders.start}q{self._made}q"

    def _post(self, body: str) -> Post:
        return Post(
            category_id=self._orders.category,
            kindergarten_id=self._orders.kindergarten,
            author_id=self._orders.person,
            author_name=self._orders.author,
            title="Om vikarer",
            body=body,
        )

    def _write_post(self) -> None:
        word = self._word()

        def write(session: Session) -> bool:
            session.add(self._post(word))
            return True

        self._act(write, word)

    def _edit_post(self) -> None:
        word = self._word()
        self._act(lambda session: self._put(self._mine(session), "body", word), word)

    def _delete_post(self) -> None:
        def delete(session: Session) -> None:
            found = self._mine(session)
            if found is not None:
                # Taken away by their own writer: these words need not be found again.
                self._journal.write("erased", WORD.findall(f"{found.title} {found.body}"))
                session.delete(found)

        if self._chance.random() < 0.3:
            self._store.act(delete)

    def _add_item(self) -> None:
        word = self._word()

        def add(session: Session) -> bool:
            if len(self._items(session)) >= _MOST_ITEMS:
                return False
            meeting, network = self._orders.meeting, self._orders.network
            session.add(AgendaItem(meeting_id=meeting, network_id=network, title=word))
            return True

        self._act(add, word)

    def _minute(self) -> None:
        word, name = self._word(), self._chance.choice(["discussion", "decision"])

        def minute(session: Session) -> bool:
            item = self._pick(self._items(session))
            if item is None:
                return False
            id_ = only_id(ItemMinutes, item.id)
            known = session.get(ItemMinutes, id_)
            if known is not None:
                return self._put(known, name, word)
            made = ItemMinutes(id=id_, meeting_id=item.meeting_id, agenda_item_id=item.id)
            setattr(made, name, word)
            session.add(made)
            return True

        self._act(minute, word)

    def _group(self) -> None:
        first, second = self._word(), self._word()

        def both(session: Session) -> bool:
            old = self._mine(session)
            if old is None:
                return False
            with one_group(session):
                session.add(self._post(first))
                return self._put(old, "title", second)

        self._act(both, first, second)

    def _settle(self) -> None:
        settle_all(self._store)

    def _mine(self, session: Session) -> Post | None:
        ours = select(Post).where(Post.author_id == self._orders.person)
        return self._pick(session.scalars(ours.order_by(Post.id.desc()).limit(_LATEST)).all())

    def _items(self, session: Session) -> Sequence[AgendaItem]:
        ours = select(AgendaItem).where(AgendaItem.meeting_id == self._orders.meeting)
        return session.scalars(ours).all()

    def _pick(self, found: Sequence[R]) -> R | None:
        return self._chance.choice(found) if found else None

    def _put(self, record: Record | None, name: str, word: str) -> bool:
        """Put a word somewhere into a text."""
        if record is None:
            return False
        words = getattr(record, name).split(" ")
        words.insert(self._chance.randrange(len(words) + 1), word)
        setattr(record, name, " ".join(words))
        return True


def settle_all(store: Store) -> None:
    """End each conflict with the words of both."""
    for one in store.read(settling.conflicts):
        with suppress(Refused):  # a pull has dissolved it meanwhile
            store.act(settling.settle, one.kind, one.record, one.field, _of_both(one))


def _of_both(one: settling.Conflict) -> Any:
    if one.field == DELETION:
        # Others' words are in it, and since it came back perhaps the user's own.
        return one.theirs
    if not isinstance(one.mine, str):
        return one.mine
    mine = one.mine.split(" ")
    return " ".join([*mine, *(word for word in one.theirs.split(" ") if word not in mine)])
