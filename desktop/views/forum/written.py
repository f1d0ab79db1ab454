"""What somebody wrote, as it stands; lines that begin with > are set apart as quotations."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.label import Label

_MARK = ">"


def quotation(lead: str, text: str) -> str:
    """A text as a quotation, under a line that says whose it is."""
    lines = [f"{_MARK} {lead}", *(f"{_MARK} {line}" for line in text.strip().splitlines())]
    return "\n".join(line.rstrip() for line in lines) + "\n\n"


def written(text: str) -> QWidget:
    """A text to be read: a label, or several where it quotes."""
    parts = list(_parts(text))
    if len(parts) == 1 and not parts[0][1]:
        return Label(text, "body", selectable=True)
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(SPACE_S)
    for words, quoted in parts:
        rows.addWidget(_quoted(words) if quoted else Label(words, "body", selectable=True))
    return column


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


def _quoted(words: str) -> QWidget:
    piece = QWidget()
    row = QHBoxLayout(piece)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_M)
    bar = QFrame()
    bar.setFixedWidth(px(3))
    bar.setProperty("bar", True)  # noqa: FBT003 - Qt's own signature
    row.addWidget(bar)
    row.addWidget(Label(words, "muted", selectable=True), 1)
    return piece
