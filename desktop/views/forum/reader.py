"""The reading pane: a post, what was answered, and the place to answer."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contract.records import PostForm
from desktop.models import forum_post, forum_writing, reading
from desktop.models.forum_values import Answer, Opened, Shown
from desktop.models.forum_writing import Withdrawn
from desktop.models.search import Query, understand
from desktop.models.undoing import Removed
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum import words
from desktop.views.forum.answer_box import AnswerBox
from desktop.views.forum.answer_row import AnswerRow
from desktop.views.forum.earlier_strip import EarlierStrip
from desktop.views.forum.post_actions import PostActions
from desktop.views.forum.post_text import PostText
from desktop.views.forum.report_strip import ReportStrip
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label


class Reader(Card):
    """edit_asked(post) where its writer wants to change it; gone where it is no longer here.

    read(id) when there is nothing new in it any more; scrolled as one reads on.
    """

    edit_asked = Signal(object)
    gone = Signal()
    read = Signal(object)
    scrolled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id: UUID | None = None
        self._asked = forum_post.ANSWERS
        self._query: Query | None = None
        self._marked: Query | None = None
        self.post: Opened | None = None
        self.text = PostText()
        self.title = Label("", "heading", selectable=True)
        self._waits = Badge()
        self._writer = Label("", "small")
        self._hidden = Label("", "error")
        self._notice = Button(_("There is something new here. Show it"), self._show_news)
        self.buttons = PostActions()
        self.report_strip = ReportStrip(desk)
        self.earlier_strip = EarlierStrip(desk)
        self._closed = Label(_("This category is closed. It can be read, not written in."), "muted")
        self._depth: int | None = None
        self._answers = QVBoxLayout()
        self._answers.setSpacing(0)
        self._count = Label("", "strong")
        self._earlier = Button("", self._show_earlier, kind="quiet")
        self.box = AnswerBox(desk)
        self._area = self._lay_out()
        self._connect()

    @property
    def read_to(self) -> int:
        """How far down in the post one has read."""
        return self._area.verticalScrollBar().value()

    def open_post(self, id_: UUID, depth: int = 0, typed: str = "") -> None:
        """Show a post, from its beginning or from where one has come to, with what is searched
        for marked.
        """
        self._query = understand(typed)
        if id_ != self._id:
            self.flush()
            self.report_strip.leave()
            self.earlier_strip.leave()
            self._depth = depth or None
            self._id, self._asked, self.post = id_, forum_post.ANSWERS, None
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
        self.report_strip.flush()
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
            forum_post.opened,
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
        title = _("Deleted post") if post.withdrawn else post.shown.title
        self.setAccessibleName(title)
        self.title.setText(title)
        self._writer.setText(words.writer(post))
        self._waits.set(_("waits to be sent") if post.waits else "", "info")
        self._hidden.setVisible(bool(post.hidden_because))
        reason = _("Hidden by the secretariat: {reason}")
        self._hidden.setText(reason.format(reason=post.hidden_because))
        self.buttons.show_post(post)
        self.text.show_post(_shown(post), self._query, title=False)
        self._show_answers(post)
        self._closed.setVisible(post.closed)
        self.box.setVisible(not post.closed)
        self.box.show_for(post.id, greeting=post.shown.form is PostForm.INTRODUCTION)
        if post.fresh and self.isVisible():
            self._desk.do(reading.read, self._desk.me, post.id)
            self.read.emit(post.id)

    def _show_answers(self, post: Opened) -> None:
        total = post.earlier + len(post.answers)
        self._count.setText(words.answers(total) or _("Nobody has answered yet."))
        self._count.set_role("strong" if total else "muted")
        self._earlier.setVisible(bool(post.earlier))
        self._earlier.setText(_("Show {n} earlier").format(n=post.earlier))
        same = [row.answer for row in self.answers()] == list(post.answers)
        if same and self._query == self._marked:
            return
        self._clear_answers()
        self._marked = self._query
        for answer in post.answers:
            row = AnswerRow(self._desk, answer, self, self._query, open_=not post.closed)
            self._answers.addWidget(row)

    def _clear_answers(self) -> None:
        clear(self._answers)

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
        self._asked += forum_post.ANSWERS
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
                then=self._post_removed,
                owner=self,
            )

    def _post_removed(self, removed: Removed | Withdrawn) -> None:
        words_ = _("The post is deleted.")
        if isinstance(removed, Withdrawn):
            words_ = _("The post is deleted. The answers of others stay.")
        self._removed(removed, words_)

    def remove_answer(self, answer: Answer) -> None:
        """Delete an answer of one's own, which can be undone."""
        self._desk.do(
            forum_writing.remove_answer,
            self._desk.me,
            answer.id,
            then=lambda removed: self._removed(removed, _("The answer is deleted.")),
            owner=self,
        )

    def _removed(self, removed: Removed | Withdrawn, words_: str) -> None:
        desk = self._desk
        desk.messages.undo(words_, lambda: desk.do(forum_writing.restore, removed))

    def quote(self, author: str, text: str) -> None:
        """Answer these words of somebody's."""
        self.box.quote(author, text)
        self._area.ensureWidgetVisible(self.box)

    def report(self, about: UUID) -> None:
        """Ask the secretariat to look at the post or one of its answers."""
        self.report_strip.ask(about)
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.report_strip))

    def look_back(self, kind: str, about: UUID) -> None:
        """Show what the post or one of its answers said before it was changed."""
        self.earlier_strip.look_back(kind, about)
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.earlier_strip))

    def thumb(self, about: UUID, *, given: bool) -> None:
        """Give the post or one of its answers a thumbs-up, or take it back."""
        if self.post is not None:
            post = self.post.id
            action = forum_writing.give_thumb
            self._desk.do(action, self._desk.me, post, about, given=given, owner=self)

    def _thumb(self, given: bool) -> None:  # noqa: FBT001 - a signal's one value
        if self.post is not None:
            self.thumb(self.post.id, given=given)

    def _quote(self) -> None:
        if self.post is not None:
            self.quote(self.post.author, self.post.shown.body)

    def _look_back(self) -> None:
        if self.post is not None:
            self.look_back(forum_writing.POST, self.post.id)

    def _report(self) -> None:
        if self.post is not None:
            self.report(self.post.id)

    def _connect(self) -> None:
        self.buttons.thumbed.connect(self._thumb)
        self.buttons.quoted.connect(self._quote)
        self.buttons.reported.connect(self._report)
        self.buttons.changed.connect(self._edit)
        self.buttons.looked_back.connect(self._look_back)
        self.buttons.deleted.connect(self._remove)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self.scrolled.emit())
        bar.rangeChanged.connect(self._go_down)

    def _go_down(self, _least: int, most: int) -> None:
        # once the texts have their heights
        if self._depth is not None and most >= self._depth and self.post is not None:
            depth, self._depth = self._depth, None
            self._area.verticalScrollBar().setValue(depth)

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
        for widget in (self._writer, self._hidden, self._notice, self.text, self.buttons):
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
        rows.addWidget(self.report_strip)
        rows.addWidget(self.earlier_strip)
        rows.addSpacing(SPACE_M)
        rows.addWidget(self._closed)
        rows.addWidget(self.box)
        rows.addStretch(1)
        # there is nothing to be shown before the first post has come
        for unasked in (self._notice, self._closed, self._waits, self.buttons):
            unasked.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        self.body.setSpacing(SPACE_L)
        self.body.addWidget(area)
        return area


def _shown(post: Opened) -> Shown:
    if not post.withdrawn:
        return post.shown
    words_ = _("Its writer has deleted this post. The answers stay.")
    return Shown(title="", form=PostForm.PLAIN, body=words_)
