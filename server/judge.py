"""Decides each unit of a push, in the order of the outbox and in memory."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from contract import wire
from contract.access import Access, scope_of
from contract.codec import blank_fields, shape, size_of, wire_value
from contract.columns import is_one
from contract.records import Comment, Post
from contract.records.base import Record
from contract.wire import ErrorCode, Mutation, Op, Result
from contract.writing import alike, may
from server import claims, rules
from server.plan import Draft, Entry
from server.runs import Run
from server.sight import Sight
from server.verdicts import Refusal, invalid, of_unit
from server.world import Key, World
from server.writes import Write

_STALE = Refusal(ErrorCode.STALE)
_FORBIDDEN = Refusal(ErrorCode.FORBIDDEN)
_GONE = Refusal(ErrorCode.GONE)
_ERASED = Refusal(ErrorCode.GONE, about={"erased": True})
"""Whoever sends it has words of it, which are to be kept nowhere."""
_TOO_LARGE = Refusal(ErrorCode.TOO_LARGE)


class Judge:
    """Holds drafts against the records, the feed, the claims and the account's rights.

    `access` is None where the service itself writes. `last` holds what deleted records said,
    `is_called` tells whether that is, or was, a name of the account's person.
    """

    def __init__(
        self,
        world: World,
        held: claims.Claims,
        entries: Mapping[Key, Entry],
        access: Access | None,
        last: Mapping[Key, Record],
        poisoned: Collection[UUID] = (),
        is_called: Callable[[str], bool] = bool,
    ) -> None:
        self._world = world
        self._claims = held
        self._entries = entries
        self._access = access
        self._sight = Sight(world, entries, access, last)
        self._last = last
        self._poisoned = poisoned
        self._is_called = is_called
        self._may_create: dict[tuple[Any, ...], bool] = {}
        self._lives_in: dict[tuple[Any, ...], str] = {}
        self._created: dict[str, set[int]] = {}
        self.writes: dict[Key, Write] = {}
        self.runs: list[Run] = []

    def decide(self, unit: Sequence[Draft]) -> list[Result]:
        """Judge a unit: its results where it is not accepted, else nothing."""
        if len(unit) == 1:
            return self._decide_single(unit[0])
        found: dict[UUID, Refusal] = {}
        tried: list[tuple[Draft, Write]] = []
        small = _is_small(unit)
        for draft in unit:
            formed = self._form(draft) if small else _TOO_LARGE
            if any(write.key == draft.key for _, write in tried):
                formed = invalid("", "unreadable")
            if isinstance(formed, Refusal):
                found[draft.mutation.id] = formed
            else:
                self._world.attempt(formed.key, formed.after)
                tried.append((draft, formed))
        for draft, write in tried:
            if refusal := self._hold(draft, write):
                found[draft.mutation.id] = refusal
        if found:
            self._reject()
            return of_unit([draft.mutation for draft in unit], found)
        self._accept(write for _, write in tried)
        return []

    def accept(self, run: Run) -> bool:
        """Accept a run. False, and nothing is done, where any of it needs a look of its own."""
        if not (self._is_new(run) and _is_blank_of_service(run) and self._has_parents(run)):
            return False
        likes = run.likes()
        places = dict(zip(likes, range(len(likes)), strict=True))
        lives = {like: self._lives(run, place, like) for like, place in places.items()}
        if "" in lives.values() or not self._holds(run):
            self._reject()
            return False
        self._world.create(run)
        self._accept(())
        self._created.setdefault(run.kind, set()).update(run.numbers)
        self.runs.append(run)
        run.scopes = [lives[like] for like in likes]
        run.place = len(self.writes)
        return True

    def _is_new(self, run: Run) -> bool:
        numbers = run.numbers
        known = {id_.int for kind, id_ in (*self._entries, *self.writes) if kind == run.kind}
        return (
            len(numbers) == len(run.ids)
            and numbers.isdisjoint(known)
            and numbers.isdisjoint(self._created.get(run.kind, ()))
            and not (self._poisoned and any(one.id in self._poisoned for one in run.mutations))
        )

    def _has_parents(self, run: Run) -> bool:
        parent = run.form.record.parent
        return parent is None or all(
            self._sight.finds(parent.kind, id_) for id_ in run.distinct(parent.field)
        )

    def _lives(self, run: Run, place: int, like: tuple[Any, ...]) -> str:
        """The scope of one of a run and of all that are like it; empty where they may not be."""
        after = run.record(place)
        scope = self._lives_in.setdefault(like, scope_of(after))
        write = Write((run.kind, after.id), Op.CREATE, None, after, scope, alike=like)
        return "" if self._right(write) else scope

    def _holds(self, run: Run) -> bool:
        if not rules.are_sound(self._world, run.form.record, run.each()):
            return False
        return not run.claims or not any(
            self._claims.attempt(None, record) for record in run.each()
        )

    def _decide_single(self, draft: Draft) -> list[Result]:
        """The same for a unit of one, as most are."""
        formed = self._form(draft)
        if isinstance(formed, Write):
            self._world.attempt(formed.key, formed.after)
            refusal = self._hold(draft, formed)
            if refusal is None:
                self._accept((formed,))
                return []
            self._reject()
        else:
            refusal = formed
        return of_unit([draft.mutation], {draft.mutation.id: refusal})

    def _hold(self, draft: Draft, write: Write) -> Refusal | None:
        return self._right(write) or self._base(draft, write) or self._rule(draft, write)

    def _accept(self, tried: Iterable[Write]) -> None:
        self._world.accept()
        self._claims.accept()
        for write in tried:
            self.writes[write.key] = write

    def _reject(self) -> None:
        self._world.reject()
        self._claims.reject()

    def _form(self, draft: Draft) -> Write | Refusal:
        """The change that a draft asks for, or why there is none."""
        if draft.code:
            return _unreadable(draft)
        mutation, entry = draft.mutation, self._entries.get(draft.key)
        if obstacle := self._obstacle(draft, entry):
            return obstacle
        if entry is None or mutation.op is Op.CREATE:
            return self._form_creation(draft)
        if mutation.op is Op.RESTORE:
            return self._form_restore(draft, entry)
        before = self._world.settled(*draft.key)
        assert before is not None
        after = _changed(before, draft) if mutation.op is Op.CHANGE else None
        return _write(draft, before, after, entry.scope)

    def _form_creation(self, draft: Draft) -> Write | Refusal:
        """What is new, with the scope that others like it live in."""
        like = _alike(draft.mutation)
        scope = self._lives_in.get(like, "") if like else ""
        write = _write(draft, None, draft.record, scope)
        if isinstance(write, Write) and like:
            write.alike = like
            self._lives_in[like] = write.scope
        return write

    def _obstacle(self, draft: Draft, entry: Entry | None) -> Refusal | None:
        """Whether the record is there to be changed, or gone for good."""
        if self._is_written(draft.key):
            return _STALE
        op = draft.mutation.op
        if entry is None:
            return None if op is Op.CREATE else _GONE
        if entry.erased:
            return _ERASED
        if op is not Op.CREATE and self._sight.is_hidden(draft.key, entry):
            return _GONE
        if entry.deleted and op is not Op.RESTORE:
            return _GONE if self._sight.reads(entry.scope) else _FORBIDDEN
        return None

    def _form_restore(self, draft: Draft, entry: Entry) -> Write | Refusal:
        if not entry.deleted:
            return _STALE
        last, after = self._last.get(draft.key), draft.record
        if last is None or after is None:
            return _GONE
        for name in after.service_set:
            setattr(after, name, getattr(last, name))
        write = _write(draft, None, after, entry.scope)
        if isinstance(write, Write):
            write.last = last
        return write

    def _right(self, write: Write) -> Refusal | None:
        """Whether the parent is there, and the account may, as it is and as it will be."""
        after = write.after
        if after is not None and after.parent is not None:
            parent = after.parent
            if not self._sight.finds(parent.kind, getattr(after, parent.field)):
                return Refusal(ErrorCode.GONE, parent.field)
        if self._access is None:
            return None
        if write.alike is not None:
            may = self._may_create.get(write.alike)
            if may is None:
                may = self._may(self._access, write)
                self._may_create[write.alike] = may
        else:
            may = self._may(self._access, write)
        return None if may else _FORBIDDEN

    def _may(self, access: Access, write: Write) -> bool:
        before, after = write.before or write.last, write.after
        find, settled = self._world.find, self._world.settled
        return may(access, before, after, find, settled) and self._signs(before, after)

    def _signs(self, before: Record | None, after: Record | None) -> bool:
        """Nobody writes in another's name. A name that stands there stays, or is taken away."""
        if not isinstance(after, Post | Comment):
            return True
        stands = before.author_name if isinstance(before, Post | Comment) else ""
        return after.author_name in ("", stands) or self._is_called(after.author_name)

    def _base(self, draft: Draft, write: Write) -> Refusal | None:
        """Whether the change was made on what stands now, and in the light of it."""
        entry = self._entries.get(write.key)
        if write.op is Op.CREATE:
            if entry is not None:
                # What one may not read one cannot rebase on: to come back would change nothing.
                return _STALE if self._sight.reads(entry.scope) else _FORBIDDEN
        elif write.op is not Op.RESTORE and (entry is None or entry.version != draft.mutation.base):
            return _STALE
        if all(self._stands(required) for required in draft.mutation.require):
            return None
        return _STALE

    def _stands(self, required: wire.Require) -> bool:
        key = (required.kind, required.record)
        entry = self._entries.get(key)
        return (
            entry is not None
            and not entry.deleted
            # What one may not read is as good as not there: its version is nobody's to guess.
            and self._sight.reads(entry.scope)
            and entry.version == required.version
            and not self._is_written(key)
        )

    def _is_written(self, key: Key) -> bool:
        kind, id_ = key
        return key in self.writes or id_.int in self._created.get(kind, ())

    def _rule(self, draft: Draft, write: Write) -> Refusal | None:
        if self._poisoned and draft.mutation.id in self._poisoned:
            return invalid("", "unreadable")
        if write.after is None:
            assert write.before is not None
            refusal = rules.of_deletion(self._world, write.before)
        else:
            refusal = None
            if not draft.is_plain:
                refusal = rules.of_values(write.key[0], draft.mutation.fields)
            refusal = refusal or self._service_set(draft, write)
            refusal = refusal or rules.of_writing(
                self._world, write.before or write.last, write.after, anew=write.before is None
            )
        if refusal:
            return refusal
        holder = self._claims.attempt(write.before, write.after)
        if holder is None:
            return None
        return Refusal(ErrorCode.TAKEN, about=claims.about(self._world, holder))

    def _service_set(self, draft: Draft, write: Write) -> Refusal | None:
        """Fields of the service's own may be sent as they are, and not otherwise."""
        after = write.after
        if self._access is None or after is None or write.op is Op.RESTORE:
            return None
        sent = draft.mutation.fields
        for name, blank in _of_service(write.key[0]):
            if name not in sent:
                continue
            stands = blank if write.before is None else wire_value(getattr(write.before, name))
            if sent[name] != stands and wire_value(getattr(after, name)) != stands:
                return invalid(name, "service_set")
        return None


def _unreadable(draft: Draft) -> Refusal:
    if draft.code == ErrorCode.INVALID:
        return invalid(draft.at_fault, "unreadable")
    return Refusal(draft.code)


def _alike(mutation: Mutation) -> tuple[Any, ...] | None:
    names = alike(shape(mutation.kind).record)
    if names is None:
        return None
    told = (mutation.fields.get(name) for name in names)
    return (mutation.kind, *[tuple(one) if isinstance(one, list) else one for one in told])


def _is_blank_of_service(run: Run) -> bool:
    columns = ((run.sent[name], blank) for name, blank in _of_service(run.kind))
    return all(is_one(sent) and sent[0] == blank for sent, blank in columns)


@cache
def _of_service(kind: str) -> Sequence[tuple[str, Any]]:
    """The fields that the service alone writes, each with what it holds before that."""
    blank = blank_fields(kind)
    return [(name, blank.get(name)) for name in sorted(shape(kind).record.service_set)]


def _is_small(unit: Sequence[Draft]) -> bool:
    if len(unit) > wire.MAX_GROUP_RECORDS:
        return False
    # A change that stands alone is held to the limit of a record.
    return len(unit) == 1 or sum(draft.size for draft in unit) <= wire.MAX_GROUP_BYTES


def _write(
    draft: Draft, before: Record | None, after: Record | None, scope: str
) -> Write | Refusal:
    size = 0
    if after is not None:
        # What is new came whole: it need not be written once more to be measured.
        size = draft.size if draft.record is not None else size_of(after)
        if size > wire.MAX_RECORD_BYTES:
            return _TOO_LARGE
    return Write(
        key=draft.key,
        op=draft.mutation.op,
        before=before,
        after=after,
        scope=scope_of(after) if after is not None and not scope else scope,
        mutation=draft.mutation,
        size=size,
    )


def _changed(before: Record, draft: Draft) -> Record:
    form = shape(draft.mutation.kind)
    values = {name: getattr(before, name) for name in form.names}
    extra = {**(before.extra or {}), **draft.unknown}
    return form.record(id=before.id, extra=extra or None, **{**values, **draft.known})
