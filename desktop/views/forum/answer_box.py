"""Where one answers a post; what is typed stays with the post until it is sent."""

from uuid import UUID

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import drafts, forum_writing
from desktop.models.faults import Refused
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum.draft_keeper import DraftKeeper
from desktop.views.forum.mention_bar import MentionBar
from desktop.views.forum.written import quotation
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea


class AnswerBox(QWidget):
    """show_for(post) brings back what was typed for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._post: UUID | None = None
        self.area = TextArea(lines=2, most=8)
        self.area.changed.connect(self._on_typing)
        self.field = Field(_("Your answer"), self.area)
        self.mention = MentionBar(desk, self.area)
        self.send = Button(_("Answer"), self._send, icon="send")
        self._keeper = DraftKeeper(self._keep, self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(Label(_("Sent when you are online."), "small"), 1)
        row.addWidget(self.send)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_S)
        rows.addWidget(self.field)
        rows.addWidget(self.mention)
        rows.addLayout(row)
        self._show_button()

    def show_for(self, post: UUID, *, greeting: bool) -> None:
        """Answer this post from now on; `greeting` where it introduces a newcomer."""
        self.area.setPlaceholderText(
            _("Welcome them to the network") if greeting else _("Write an answer")
        )
        if post == self._post:
            return
        self.flush()
        self._post = post
        self.area.set_value("")
        self.field.set_error("")
        self._show_button()

        def restore(found: dict[str, drafts.Draft]) -> None:
            if self._post == post and "body" in found and not self.area.value():
                self.area.set_value(found["body"].text)
                self._show_button()

        self._desk.ask(drafts.load, forum_writing.ANSWER, post, then=restore, owner=self)

    def quote(self, author: str, text: str) -> None:
        """Answer these words, which stand before one's own."""
        lead = _("{name} wrote:").format(name=author) if author else _("Quoted:")
        typed = self.area.value()
        gap = "\n\n" if typed.strip() else ""
        cursor = self.area.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.area.setTextCursor(cursor)
        self.area.insertPlainText(gap + quotation(lead, text))
        self.area.setFocus()

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self._keeper.flush()

    def _on_typing(self) -> None:
        self._keeper.touch()
        self._show_button()

    def _keep(self) -> None:
        if self._post is not None:
            texts = {"body": self.area.value()}
            self._desk.do(drafts.save, forum_writing.ANSWER, self._post, texts)

    def _send(self) -> None:
        if self._post is None:
            return
        self._keeper.drop()
        text, post = self.area.value(), self._post
        self.send.setEnabled(False)

        def sent(_id: UUID) -> None:
            if self._post == post and self.area.value() == text:
                self.area.set_value("")
            self._show_button()

        self._desk.do(
            forum_writing.write_answer,
            self._desk.me,
            post,
            text,
            then=sent,
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self._keep()
        self._show_button()
        if isinstance(error, Refused) and error.field == "body":
            self.field.set_error(sentence(error))
        else:
            self._desk.tell(error)

    def _show_button(self) -> None:
        self.send.setEnabled(bool(self.area.value().strip()))
