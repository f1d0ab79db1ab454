"""What sync does now: how far it has come, or when it tries again and why."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.texts import N_, _, moment
from desktop.views.desk import Desk
from desktop.views.sync_words import Mood, SyncNews
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.progress_row import ProgressRow

_SAID = {
    Mood.OFFLINE: N_("The service does not answer. Work on: everything is kept on this PC."),
    Mood.BUSY: N_("The service is busy. Work on: everything is kept on this PC."),
    Mood.FAILED: N_("The last round came to nothing. Everything is kept on this PC."),
    Mood.PAUSED: N_("Paused. Nothing is sent or fetched until you continue."),
    Mood.SIGNED_OUT: N_("You are not signed in. Work on, and sign in to send and fetch."),
    Mood.TOO_OLD: N_(
        "This program is too old for the service. Work on: what you write is sent, but nothing is "
        "fetched until the program is updated."
    ),
}


class RoundCard(Card):
    """Follows the desk's news of sync; hidden while there is nothing to tell."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._progress = ProgressRow(_("Fetching and sending"))
        self._words = Label("", "muted")
        self._pause = Button(_("Pause"), desk.sync_pause_wanted.emit)
        self._continue = Button(_("Continue"), desk.sync_wanted.emit, icon="sync")
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for widget in (self._progress, self._words):
            row.addWidget(widget, 1)
        for button in (self._pause, self._continue):
            row.addWidget(button)
        self.body.addLayout(row)

    def open(self) -> None:
        """Show how it stands, and follow it."""
        self._desk.sync_moved.connect(self._show)
        self._show(self._desk.sync_news)

    def close_view(self) -> None:
        """Follow no longer."""
        self._desk.sync_moved.disconnect(self._show)

    def _show(self, news: SyncNews) -> None:
        runs = news.mood is Mood.RUNNING or bool(news.done)
        said = "" if runs else _words(news)
        self._progress.set_progress(news.done, news.total)
        self._progress.setVisible(runs)
        self._words.setText(said)
        self._words.setVisible(not runs)
        self._pause.setVisible(runs)
        self._continue.setVisible(news.mood is Mood.PAUSED and not runs)
        self.setVisible(runs or bool(said))


def _words(news: SyncNews) -> str:
    if news.mood is Mood.WAITING:
        return ""
    said = [_(_SAID[news.mood])]
    if news.next_at is not None:
        said.append(_("Next try {when}.").format(when=moment(news.next_at)))
    if news.mood is Mood.BUSY and news.request:
        # Who is offline has nothing to ask anybody about.
        said.append(_("Number of the request: {request}.").format(request=news.request))
    return " ".join(said)
