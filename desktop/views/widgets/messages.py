"""The channel through which anything speaks to the user, also before there is a window.

messages.done(_("The post is published."))
messages.error(sentence, action=(_("Try again"), self._try_again))
messages.undo(_("Deleted."), self._restore)
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.views.theme.tokens import Tone

Action = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to the user; `undo` is said at the foot, the rest at the head of the page."""

    text: str
    tone: Tone
    action: Action | None = None
    undo: bool = False


class Messages(QObject):
    """Holds messages until a window listens. Call it on the GUI thread; it never blocks."""

    said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Message] = []

    def info(self, text: str, action: Action | None = None) -> None:
        """Worth knowing; goes by itself."""
        self._say(Message(text, "info", action))

    def done(self, text: str, action: Action | None = None) -> None:
        """What the user asked for is done; goes by itself."""
        self._say(Message(text, "primary", action))

    def warn(self, text: str, action: Action | None = None) -> None:
        """Something to look at; stays until it is closed."""
        self._say(Message(text, "warn", action))

    def error(self, text: str, action: Action | None = None) -> None:
        """Something could not be done, and what to do; stays until it is closed."""
        self._say(Message(text, "danger", action))

    def undo(self, text: str, callback: Callable[[], object]) -> None:
        """Something was taken away; the callback brings it back."""
        from desktop.texts import _

        self._say(Message(text, "neutral", (_("Undo"), callback), undo=True))

    def take(self) -> list[Message]:
        """The messages that nobody has shown yet; they are the caller's now."""
        waiting, self._waiting = self._waiting, []
        return waiting

    def _say(self, message: Message) -> None:
        if message not in self._waiting:
            self._waiting.append(message)
        self.said.emit()
