"""The reading pane: a post, what was answered, and the place to answer."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contract.records import PostForm
from desktop.models import forum, forum_writing
from desktop.models.forum_values import Answer, Opened
from desktop.models.undoing import Removed
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum import words
from desktop.views.forum.answer_box import AnswerBox
from desktop.views.forum.answer_row import AnswerRow
from desktop.views.forum.post_text import PostText
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class Reader(Card):
    """edit_asked(post) where its writer wants to change it; gone where it is no longer here."""

    edit_asked = Signal(object)
    gone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id: UUID | None = None
        self._asked = forum.ANSWERS
        self.post: Opened | None = None
        self.text = PostText()
        self.title = Label("", "heading", selectable=True)
        self._waits = Badge()
        self._writer = Label("", "small")
        self._hidden = Label("", "error")
        self._notice = Button(_("There is something new here. Show it"), self._show_news)
        self._own = self._own_actions()
        self._answers = QVBoxLayout()
        self._answers.setSpacing(0)
        self._count = Label("", "strong")
        self._earlier = Button("", self._show_earlier, kind="quiet")
        self.box = AnswerBox(desk)
        self._area = self._lay_out()

    def open_post(self, id_: UUID) -> None:
        """Show a post, from its beginning."""
        if id_ != self._id:
            self.flush()
            self._id, self._asked, self.post = id_, forum.ANSWERS, None
            self._area.verticalScrollBar().setValue(0)
            self._clear_answers()
        self._load()

    def reload(self) -> None:
        """Show what is new, unless somebody is changing an answer: then say that there is."""
        if self._id is None:
            return
        if any(row.editing for row in self.answers()):
            self._notice.show()
        else:
            self._load()

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self.box.flush()
        for row in self.answers():
            row.flush()

    def answers(self) -> list[AnswerRow]:
        """The answers shown, oldest first."""
        found = (self._answers.itemAt(at) for at in range(self._answers.count()))
        rows = (item.widget() for item in found if item is not None)
        return [row for row in rows if isinstance(row, AnswerRow)]

    def _load(self) -> None:
        wanted = self._id
        self._desk.ask(
            forum.opened,
            self._desk.me,
            wanted,
            self._asked,
            then=lambda post: self._show(post) if wanted == self._id else None,
            failed=self._failed,
            owner=self,
        )

    def _show(self, post: Opened) -> None:
        if any(row.editing for row in self.answers()):
            self._notice.show()
            return
        self._notice.hide()
        self.post = post
        self.setAccessibleName(post.shown.title)
        self.title.setText(post.shown.title)
        self._writer.setText(words.writer(post))
        self._waits.set(_("waits to be sent") if post.waits else "", "info")
        self._hidden.setVisible(bool(post.hidden_because))
        reason = _("Hidden by the secretariat: {reason}")
        self._hidden.setText(reason.format(reason=post.hidden_because))
        self._own.setVisible(post.own)
        self.text.show_post(post.shown, title=False)
        self._show_answers(post)
        self.box.show_for(post.id, greeting=post.shown.form is PostForm.INTRODUCTION)

    def _show_answers(self, post: Opened) -> None:
        total = post.earlier + len(post.answers)
        self._count.setText(words.answers(total) or _("Nobody has answered yet."))
        self._count.set_role("strong" if total else "muted")
        self._earlier.setVisible(bool(post.earlier))
        self._earlier.setText(_("Show {n} earlier").format(n=post.earlier))
        if [row.answer for row in self.answers()] == list(post.answers):
            return
        self._clear_answers()
        for answer in post.answers:
            self._answers.addWidget(AnswerRow(self._desk, answer, self._remove_answer))

    def _clear_answers(self) -> None:
        while (item := self._answers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _failed(self, error: Exception) -> None:
        self._id = self.post = None
        if getattr(error, "code", "") != "gone":
            self._desk.tell(error)
        self.gone.emit()

    def _show_news(self) -> None:
        self.flush()
        self._notice.hide()
        self._clear_answers()
        self._load()

    def _show_earlier(self) -> None:
        self._asked += forum.ANSWERS
        self._load()

    def _edit(self) -> None:
        if self.post is not None:
            self.edit_asked.emit(self.post)

    def _remove(self) -> None:
        if self.post is not None:
            self._desk.do(
                forum_writing.remove_post,
                self._desk.me,
                self.post.id,
                then=lambda removed: self._removed(removed, _("The post is deleted.")),
                failed=self._not_removed,
                owner=self,
            )

    def _not_removed(self, error: Exception) -> None:
        if getattr(error, "code", "") == "has_children":
            words_ = _("Somebody has answered this post. It can be changed, but not deleted.")
            self._desk.messages.warn(words_)
        else:
            self._desk.tell(error)

    def _remove_answer(self, answer: Answer) -> None:
        self._desk.do(
            forum_writing.remove_answer,
            self._desk.me,
            answer.id,
            then=lambda removed: self._removed(removed, _("The answer is deleted.")),
            owner=self,
        )

    def _removed(self, removed: Removed, words_: str) -> None:
        desk = self._desk
        desk.messages.undo(words_, lambda: desk.do(forum_writing.restore, removed))

    def _own_actions(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(Button(_("Change the post"), self._edit, icon="edit"))
        line.addWidget(Button(_("Delete the post"), self._remove, kind="quiet", icon="trash"))
        line.addStretch()
        return row

    def _lay_out(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(SPACE_XS, 0, SPACE_M, SPACE_XS)
        rows.setSpacing(SPACE_S)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._waits, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        for widget in (self._writer, self._hidden, self._notice, self.text, self._own):
            rows.addWidget(widget)
        line = QFrame()
        line.setFixedHeight(1)
        line.setProperty("line", True)  # noqa: FBT003 - Qt's own signature
        rows.addSpacing(SPACE_M)
        rows.addWidget(line)
        rows.addSpacing(SPACE_S)
        rows.addWidget(self._count)
        rows.addWidget(self._earlier)
        rows.addLayout(self._answers)
        rows.addSpacing(SPACE_M)
        rows.addWidget(self.box)
        rows.addStretch(1)
        self._notice.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        self.body.setSpacing(SPACE_L)
        self.body.addWidget(area)
        return area
