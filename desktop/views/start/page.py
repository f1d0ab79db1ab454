"""The first page of all: three ways into the program."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.texts import LANGUAGES, _, language, ngettext, number
from desktop.views.start.connect_card import ConnectCard
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XL
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.label import Label
from desktop.views.widgets.progress_row import ProgressRow

_WIDEST = 920
_NARROW = 700


class StartPage(QWidget):
    """connect_asked(address, email, password, code), browser_asked(address), try_asked(),
    join_asked(), read_asked(address, email), cancel_asked(), language_asked(str).

    While something is under way show_progress() takes the place of the cards.
    """

    connect_asked = Signal(str, str, str, str)
    browser_asked = Signal(str)
    try_asked = Signal()
    join_asked = Signal()
    read_asked = Signal(str, str)
    cancel_asked = Signal()
    language_asked = Signal(str)

    def __init__(
        self,
        service: str = "",
        email: str = "",
        *,
        tried: bool = False,
        joining: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Welcome to Barnehagealliansen"))
        self.connect_card = ConnectCard(service, email)
        self.connect_card.asked.connect(self.connect_asked)
        self.connect_card.browser_asked.connect(self.browser_asked)
        self.try_card = _try_card(self.try_asked.emit, tried=tried)
        self.join_card = _join_card(self.join_asked.emit, self._read, joining)
        self._progress: ProgressRow | None = None
        self._language = self._make_language()
        self._waiting = Card()
        self._waiting.hide()
        self._cards = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._cards)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACE_L)
        self._columns.addWidget(self.connect_card, 3)
        others = QVBoxLayout()
        others.setSpacing(SPACE_L)
        others.addWidget(self.join_card)
        others.addWidget(self.try_card)
        self._columns.addLayout(others, 2)
        self._lay_out()

    def open(self) -> None:
        self.connect_card.focus_first()

    def show_progress(self, text: str, note: str = "") -> None:
        """Say what is being done, with a button to stop it."""
        self._clear_waiting()
        self._progress = ProgressRow(text, self.cancel_asked.emit)
        self._count = Label(note, "muted")
        self._waiting.body.addWidget(self._progress)
        self._waiting.body.addWidget(self._count)
        self._waiting.show()
        for button in self._waiting.findChildren(Button):
            button.setFocus()
        self._cards.hide()
        self._language.hide()

    def show_count(self, done: int, total: int) -> None:
        """How many rows have come, and of how many in all; 0 where nobody knows."""
        assert self._progress is not None
        if total:
            self._progress.set_progress(done, total)
            said = _("You can stop and go on later: what has been fetched stays on this PC.")
        else:
            said = ngettext("{n} entry fetched", "{n} entries fetched", done)
        self._count.setText(said.format(n=number(done)))

    def show_form(self, place: str = "", sentence: str = "") -> None:
        """Offer both ways again; the sentence says what went wrong, beside the field it is of.

        `place` is address, password, code, try, or empty.
        """
        self._clear_waiting()
        self._cards.show()
        self._language.show()
        self._waiting.hide()
        self.connect_card.focus_first()
        self.try_card.show_problem(sentence if place == "try" else "")
        self.connect_card.show_problem(place, "" if place == "try" else sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(_NARROW)
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _read(self) -> None:
        card = self.connect_card
        self.read_asked.emit(card.typed_service(), card.email.line.value())

    def _clear_waiting(self) -> None:
        clear(self._waiting.body)

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDEST))
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        rows.setSpacing(SPACE_S)
        rows.addStretch(2)
        rows.addWidget(Label(_("Welcome to Barnehagealliansen"), "title"))
        rows.addWidget(
            Label(
                _("Staff, posts, networks and meetings in one place, also without a network."),
                "muted",
            )
        )
        rows.addSpacing(SPACE_L)
        rows.addWidget(self._cards)
        rows.addWidget(self._waiting)
        rows.addStretch(3)
        rows.addWidget(self._language, 0, Qt.AlignmentFlag.AlignRight)
        inside = QWidget()
        inside.setObjectName("scrolled")
        centre = QHBoxLayout(inside)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.addStretch(1)
        centre.addWidget(middle, 100)
        centre.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _make_language(self) -> Combo:
        combo = Combo(list(LANGUAGES.items()), language(), name=_("Language"))
        combo.setFixedWidth(px(200))
        combo.changed.connect(lambda: self.language_asked.emit(combo.value()))
        return combo


class TryCard(Card):
    """What trying means, and the button."""

    def __init__(self) -> None:
        super().__init__(_("Try it on this PC"))
        self._problem = Label("", "error")
        self._problem.hide()

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be started."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def fill(self, button: Button) -> None:
        """Put the words and the button in."""
        for text in (
            _("Look around with example data: invented kindergartens, persons and meetings."),
            _("You need no account, and nothing leaves this PC."),
        ):
            self.body.addWidget(Label(text))
        self.body.addSpacing(4)
        self.body.addWidget(self._problem)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()


def _try_card(on_click: object, *, tried: bool) -> TryCard:
    assert callable(on_click)
    card = TryCard()
    text = _("Go on with the example data") if tried else _("Try with example data")
    card.fill(Button(text, on_click, icon="computer"))
    return card


def _join_card(
    on_click: Callable[[], object], read: Callable[[], object], joining: str | None
) -> Card:
    """`joining` is the name in the draft, empty for one without, None for no draft."""
    card = Card(_("Join with our kindergarten"))
    if joining is None:
        text = _("Is the kindergarten not a member yet? Find it here, and ask to join.")
    elif joining:
        text = _("The draft of {kindergarten} is here.").format(kindergarten=joining)
    else:
        text = _("A draft that you have begun is here.")
    label = _("Find the kindergarten") if joining is None else _("Go on with the draft")
    card.body.addWidget(Label(text))
    card.body.addSpacing(4)
    for button in (
        Button(label, on_click, icon="home"),
        Button(_("Read the guidelines and the terms"), read, kind="quiet"),
    ):
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    card.body.addStretch()
    return card
