"""What this user has told the secretariat, with its state and the answer."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.feedback import Sent
from desktop.texts import _
from desktop.views.feedback import words
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label


class SentList(Card):
    """open_post(id) is asked for by the button of what is about a post."""

    def __init__(self, open_post: Callable[[UUID], object]) -> None:
        super().__init__(_("What you have sent"))
        self._open_post = open_post
        self._shown: list[Sent] | None = None
        self.body.setSpacing(SPACE_L)

    def show_sent(self, found: Sequence[Sent]) -> None:
        """Show these; the same again costs nothing."""
        if list(found) == self._shown:
            return
        self._shown = list(found)
        clear(self.body)
        for one in found:
            self.body.addWidget(self._row(one))
        if not found:
            nothing = _("Nothing yet. What you report and suggest stands here with the answers.")
            self.body.addWidget(Label(nothing, "muted"))
        self.body.addStretch(1)

    def _row(self, one: Sent) -> QWidget:
        row = QWidget()
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(Label(words.head(one), "small"), 1)
        head.addWidget(Badge(*words.state(one)))
        rows.addLayout(head)
        rows.addWidget(Label(one.body, selectable=True))
        if one.about_id is not None:
            about = one.about_id
            title = one.about or _("Deleted post")
            button = Button(title, lambda: self._open_post(about), kind="quiet", icon="posts")
            button.setAccessibleName(_("Open the post «{title}»").format(title=title))
            rows.addWidget(button)
        if one.answer:
            answer = Card(sunken=True)
            answer.body.addWidget(Label(_("Answer of the secretariat"), "label"))
            answer.body.addWidget(Label(one.answer, selectable=True))
            rows.addWidget(answer)
        return row
