"""What somebody wrote, as it stands; lines that begin with > are set apart as quotations."""

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.search import Part, Query
from desktop.views.theme import current, px
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.label import Label, Role

_MARK = ">"


def quotation(lead: str, text: str) -> str:
    """A text as a quotation, under a line that says whose it is."""
    lines = [f"{_MARK} {lead}", *(f"{_MARK} {line}" for line in text.strip().splitlines())]
    return "\n".join(line.rstrip() for line in lines) + "\n\n"


def written(text: str, query: Query | None = None) -> QWidget:
    """A text to be read: a label, or several where it quotes. What a search is for is marked."""
    parts = list(_parts(text))
    if len(parts) == 1 and not parts[0][1]:
        return words_of(text, query)
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(SPACE_S)
    for words, quoted in parts:
        rows.addWidget(_quoted(words, query) if quoted else words_of(words, query))
    return column


def words_of(text: str, query: Query | None = None, role: Role = "body") -> Label:
    """A label with somebody's words, as they stand; what a search is for has a ground."""
    label = Label(text, role, selectable=True)
    parts = query.marked(text) if query is not None else ()
    if any(part.hit for part in parts):
        label.setAccessibleName(text)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(f'<span style="white-space: pre-wrap">{"".join(map(_html, parts))}</span>')
    return label


def _html(part: Part) -> str:
    if not part.hit:
        return escape(part.text)
    # both colours: the pair is readable also when the scheme is changed meanwhile
    tokens = current().tokens
    look = f"background-color: {tokens.warn_soft}; color: {tokens.text}"
    return f'<span style="{look}">{escape(part.text)}</span>'


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces that are quotations throughout, or not at all."""
    lines: list[str] = []
    quoted = False
    for line in [*text.splitlines(), None]:
        is_quoted = line is not None and line.startswith(_MARK)
        if lines and (line is None or is_quoted != quoted):
            words = "\n".join(lines).strip("\n")
            if words.strip():
                yield words, quoted
            lines = []
        quoted = is_quoted
        if line is not None:
            lines.append(line.removeprefix(_MARK).removeprefix(" ") if is_quoted else line)


def _quoted(words: str, query: Query | None) -> QWidget:
    piece = QWidget()
    row = QHBoxLayout(piece)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_M)
    bar = QFrame()
    bar.setFixedWidth(px(3))
    bar.setProperty("bar", True)  # noqa: FBT003 - Qt's own signature
    row.addWidget(bar)
    row.addWidget(words_of(words, query, "muted"), 1)
    return piece
