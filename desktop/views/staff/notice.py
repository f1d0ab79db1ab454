"""A sentence in a panel that holds as long as it shows, with a way to act on it."""

from collections.abc import Callable

from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.announce import announce
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class Notice(Card):
    """Hidden until it has something to say."""

    def __init__(self, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        super().__init__(marked=True)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        self._text = Label()
        self._button = Button(action, on_action, kind="quiet")
        self.body.addWidget(self._text)
        self.body.addWidget(self._button)
        self.hide()

    def say(self, text: str, *, action: bool = False) -> None:
        """Say this from now on; nothing hides the notice."""
        new = text and text != self._text.text()
        self._text.setText(text)
        self._button.setVisible(action)
        self.setVisible(bool(text))
        if new:
            announce(self, text)
