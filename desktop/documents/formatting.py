"""Bold, slanted, lists and links in a longer text, written as Markdown and read in one way.

The same blocks become PDF, mail and window. Nothing else of Markdown means anything: headings,
tables and raw HTML stay the characters that they are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DASH = re.compile(r"^([ \t]*)[–—•·][ \t]+(?=\S)", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]]+")
_RULES = ("emphasis", "link", "autolink", "list", "escape", "newline")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one look; a line break is a span of its own, with "\\n" in it."""

    text: str
    bold: bool = False
    slanted: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a point of a list: `marker` is «–», or the number of a numbered point."""

    spans: tuple[Span, ...]
    marker: str = ""
    depth: int = 0


@dataclass(slots=True)
class _List:
    ordered: bool
    number: int


@dataclass(slots=True)
class _Place:
    lists: list[_List] = field(default_factory=list)
    marker: str = ""


def blocks(text: str) -> list[Block]:
    """The blocks of a text in their order."""
    place, found = _Place(), []
    for token in _reader().parse(_DASH.sub(r"\1- ", text)):
        _step(place, token)
        if token.type == "inline":
            depth = max(len(place.lists) - 1, 0)
            found.append(Block(tuple(_spans(token.children or ())), place.marker, depth))
            place.marker = ""
    return found


def html(text: str) -> str:
    """The text as HTML: paragraphs, and lists that may lie in each other."""
    return "".join(_html(blocks(text)))


def plain(text: str) -> str:
    """The text without marks, addresses in brackets after their words."""
    lines = []
    for block in blocks(text):
        words = "".join(_plain(span) for span in block.spans)
        lead = "  " * block.depth + f"{block.marker} " if block.marker else ""
        lines.append(lead + words)
    return "\n".join(lines)


def attachment(words: str) -> tuple[str, str]:
    """The title of an attachment and the address that it is found at, as one line has them:
    «Budsjett 2027 https://…», or the address alone.
    """
    found = _ADDRESS.search(words)
    if found is None:
        return words.strip(), ""
    title = (words[: found.start()] + words[found.end() :]).strip(" \t:-–,()[]")
    return title or found.group(), found.group()


@cache
def _reader() -> "MarkdownIt":
    # Only who shows a longer text needs it.
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"breaks": True}).enable(list(_RULES))


def _step(place: _Place, token: "Token") -> None:
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            first = int(token.attrGet("start") or 1)
            place.lists.append(_List(token.type == "ordered_list_open", first))
        case "bullet_list_close" | "ordered_list_close":
            place.lists.pop()
        case "list_item_open":
            inner = place.lists[-1]
            place.marker = f"{inner.number}." if inner.ordered else "–"
            inner.number += 1


def _spans(tokens: Iterable["Token"]) -> Iterator[Span]:
    look = Span("")
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    yield replace(look, text=token.content)
            case "softbreak" | "hardbreak":
                yield Span("\n")
            case "strong_open" | "strong_close":
                look = replace(look, bold=token.type == "strong_open")
            case "em_open" | "em_close":
                look = replace(look, slanted=token.type == "em_open")
            case "link_open":
                look = replace(look, href=str(token.attrGet("href") or ""))
            case "link_close":
                look = replace(look, href="")


def _html(found: Sequence[Block]) -> Iterator[str]:
    open_: list[str] = []
    for block in found:
        wanted = block.depth + 1 if block.marker else 0
        while len(open_) > wanted:
            yield f"</li></{open_.pop()}>"
        if not block.marker:
            yield f"<p>{_inline(block)}</p>"
            continue
        tag = "ul" if block.marker == "–" else "ol"
        if len(open_) == wanted and open_[-1] == tag:
            yield "</li>"
        elif len(open_) == wanted:
            yield f"</li></{open_.pop()}>"
        while len(open_) < wanted:
            open_.append(tag)
            yield f"<{open_[-1]}>"
        yield f"<li>{_inline(block)}"
    while open_:
        yield f"</li></{open_.pop()}>"


def _inline(block: Block) -> str:
    return "".join(map(_span_html, block.spans))


def _span_html(span: Span) -> str:
    if span.text == "\n":
        return "<br>"
    words = escape(span.text)
    if span.bold:
        words = f"<b>{words}</b>"
    if span.slanted:
        words = f"<i>{words}</i>"
    return f'<a href="{escape(span.href)}">{words}</a>' if span.href else words


def _plain(span: Span) -> str:
    if span.href and span.href != span.text:
        return f"{span.text} ({span.href})"
    return span.text
