"""Thumbs-up in the example's forum, and whom Solbakken barnehage has asked to join."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from contract.ids import derived_id
from contract.records import AskedBy, Outreach, Post, Reply, Thumb, only_id
from server.example.places import (
    BODO,
    ELVESUS,
    FJORDGLIMT,
    KVISTHAUGEN,
    LEVANGER,
    LILLEGREND,
    MALTROSTEN,
    ROGNTUNET,
    SOLBAKKEN,
    STEINHUMLA,
)

_READERS = (FJORDGLIMT, STEINHUMLA, ELVESUS, LILLEGREND, MALTROSTEN, ROGNTUNET, KVISTHAUGEN)


def thumbs(posts: Iterable[Post]) -> Iterator[Thumb]:
    """Each post pleases a few, and never its own writer."""
    for number, post in enumerate(posts):
        for reader in _READERS[: number % 5]:
            if reader.person != post.author_id:
                yield Thumb(
                    id=only_id(Thumb, post.id, reader.person),
                    category_id=post.category_id,
                    post_id=post.id,
                    target_id=post.id,
                    kindergarten_id=reader.id,
                    author_id=reader.person,
                )


def outreach(today: date) -> list[Outreach]:
    """Three who were asked: one joined, one said no, and one has not answered."""
    joined = _asked("Elvekanten barnehage", LEVANGER, today, 96, AskedBy.TALK)
    joined.reply, joined.replied_on = Reply.JOINED, today - timedelta(days=70)
    no = _asked("Måkeberget barnehage", BODO, today, 47, AskedBy.PHONE)
    no.reply, no.replied_on = Reply.DECLINED, today - timedelta(days=45)
    return [joined, no, _asked("Bjørkestubben barnehage", LEVANGER, today, 6, AskedBy.MAIL)]


def _asked(name: str, place: str, today: date, days: int, way: AskedBy) -> Outreach:
    return Outreach(
        id=derived_id("example", "outreach", name),
        kindergarten_id=SOLBAKKEN.id,
        name=name,
        municipality=place,
        asked_on=today - timedelta(days=days),
        asked_by=way,
    )
