"""A post as its readers see it: headings of ours, and the writer's own words as they stand."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from contract.records import PostForm
from desktop.models.forum_values import Announced, Shown
from desktop.models.search import Query
from desktop.texts import _, number
from desktop.views.forum import words
from desktop.views.forum.written import words_of, written
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label

Piece = tuple[str, str]
_LONGEST_LINK = 60


class PostText(QWidget):
    """show_post(shown) shows it, with what a search is for marked; the same again costs nothing."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._query: Query | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_S)

    def show_post(self, shown: Shown, query: Query | None = None, *, title: bool = True) -> None:
        """Show this post, with or without its title."""
        if (shown, query) == (self._shown, self._query):
            return
        self._shown, self._query = shown, query
        clear(self._rows)
        if title:
            self._add(shown.title, "heading")
        self._add(words.facts(shown) if shown.form is PostForm.INTRODUCTION else "", "muted")
        if shown.announced is not None:
            self._rows.addWidget(_announcement(shown.announced))
        if shown.body.strip():
            self._rows.addWidget(written(shown.body, query))
        if shown.form is PostForm.INTRODUCTION:
            self._section(_("What we love and do well"), shown.loves)
            self._section(_("What we hope the network can help us with"), shown.hopes)
        self._add_ends(shown)

    def _add_ends(self, shown: Shown) -> None:
        if shown.tags:
            self._rows.addSpacing(SPACE_XS)
            self._rows.addWidget(_tags(shown.tags))
        if shown.links:
            self._add(_("Links to documents"), "strong")
        for link in shown.links:
            self._rows.addWidget(_LinkButton(link))

    def texts(self) -> list[str]:
        """Every text that is shown, from the top, but for tags and facts."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget.text() for widget in widgets if isinstance(widget, Label)]

    def _section(self, heading: str, text: str) -> None:
        if text.strip():
            self._rows.addSpacing(SPACE_S)
            self._add(heading, "strong")
            self._rows.addWidget(words_of(text, self._query))

    def _add(self, text: str, role: str) -> None:
        if text.strip():
            label = Label(text, role, selectable=True)  # type: ignore[arg-type]  # roles as above
            self._rows.addWidget(label)


class _LinkButton(Button):
    def __init__(self, link: str) -> None:
        super().__init__("", self._open, kind="quiet", icon="link", tip=link)
        self._link = link
        shown = link.removeprefix("https://").removeprefix("http://")
        self.setText(shown if len(shown) <= _LONGEST_LINK else shown[: _LONGEST_LINK - 1] + "…")
        self.setAccessibleName(_("Open {link} in the browser").format(link=link))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._link))


def _tags(tags: tuple[str, ...]) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row)
    for tag in tags:
        flow.addWidget(Badge(tag, "primary"))
    return row


def _announcement(told: Announced) -> QFrame:
    card = Card(sunken=True)
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_L)
    grid.setVerticalSpacing(SPACE_XS)
    grid.setColumnStretch(1, 1)
    facts: list[Piece] = [
        (_("Municipality"), told.municipality),
        (_("Contact kindergarten"), told.contact_kindergarten),
        (_("Contact person"), told.contact_person),
        (_("Kindergartens taking part"), number(told.participants) if told.participants else ""),
    ]
    for name, value in facts:
        if value:
            at = grid.rowCount()
            grid.addWidget(Label(name, "muted", wrap=False), at, 0)
            grid.addWidget(Label(value, "strong", selectable=True), at, 1)
    card.body.setSpacing(SPACE_M)
    card.body.addLayout(grid)
    return card
