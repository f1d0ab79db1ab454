"""One answer under a post; one's own can be changed where it stands."""

from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models import drafts, forum_writing
from desktop.models.forum_values import Answer
from desktop.models.search import Query
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum import words
from desktop.views.forum.draft_keeper import DraftKeeper, throw_away
from desktop.views.forum.thumb_button import ThumbButton
from desktop.views.forum.written import written
from desktop.views.theme.tokens import SPACE_S, SPACE_XS
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.button import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import ElidedLabel, Label
from desktop.views.widgets.text_area import TextArea


class Asked(Protocol):
    """What the buttons of an answer ask for."""

    def remove_answer(self, answer: Answer) -> None: ...

    def quote(self, author: str, text: str) -> None: ...

    def report(self, about: UUID) -> None: ...

    def thumb(self, about: UUID, *, given: bool) -> None: ...

    def look_back(self, kind: str, about: UUID) -> None: ...


class AnswerRow(QWidget):
    """`editing` while its writer changes it; without `open_` nobody writes there any more."""

    def __init__(
        self,
        desk: Desk,
        answer: Answer,
        asked: Asked,
        query: Query | None = None,
        *,
        open_: bool = True,
    ) -> None:
        super().__init__()
        self._desk, self.answer, self._asked, self._open = desk, answer, asked, open_
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        self._rows.setSpacing(SPACE_XS)
        self._rows.addLayout(self._head())
        self._body = written(answer.body, query)
        self._rows.addWidget(self._body)
        if answer.hidden_because:
            reason = _("Hidden by the secretariat: {reason}")
            self._rows.addWidget(Label(reason.format(reason=answer.hidden_because), "error"))
        self._rows.addLayout(self._foot())
        self._area: TextArea | None = None
        self._editor: QWidget | None = None
        self._saving = False
        self._keeper = DraftKeeper(self._keep, self)

    @property
    def editing(self) -> bool:
        """Whether there is text in it that is not saved as an answer."""
        return self._editor is not None and not self._saving

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self._keeper.flush()

    def edit(self) -> None:
        """Let the writer change the answer, from where it was left."""
        if self._editor is None:
            kind, id_ = forum_writing.COMMENT, self.answer.id
            self._desk.ask(drafts.load, kind, id_, then=self._open_editor, owner=self)

    def _head(self) -> QHBoxLayout:
        answer = self.answer
        who = ", ".join(part for part in (answer.author, answer.kindergarten) if part)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        parts = (who, words.sent(answer.received_at), words.edited(answer.edited_at))
        row.addWidget(ElidedLabel(" · ".join(filter(None, parts)), "small"), 1)
        if answer.waits:
            row.addWidget(Badge(_("waits"), "info"))
        return row

    def _foot(self) -> QHBoxLayout:
        answer, asked = self.answer, self._asked
        row = QHBoxLayout()
        row.setSpacing(0)
        buttons: list[Button] = []
        if self._open:
            thumb = ThumbButton(lambda given: asked.thumb(answer.id, given=given))
            thumb.show_thumbs(answer.thumbs)
            row.addWidget(thumb)
            said = (answer.author, answer.body)
            quote = Button(_("Quote"), lambda: asked.quote(*said), kind="quiet")
            quote.setAccessibleName(self._named(_("Quote the answer: {text}")))
            buttons.append(quote)
        if answer.own and self._open:
            change = Button(_("Change"), self.edit, kind="quiet")
            change.setAccessibleName(self._named(_("Change the answer: {text}")))
            delete = Button(_("Delete"), lambda: asked.remove_answer(answer), kind="quiet")
            delete.setAccessibleName(self._named(_("Delete the answer: {text}")))
            buttons += [change, delete]
        if answer.own and answer.edited_at is not None:
            about = (forum_writing.COMMENT, answer.id)
            earlier = Button(_("Earlier texts"), lambda: asked.look_back(*about), kind="quiet")
            earlier.setAccessibleName(self._named(_("Earlier texts of the answer: {text}")))
            buttons.append(earlier)
        if not answer.own:
            report = Button(_("Report this"), lambda: asked.report(answer.id), kind="quiet")
            report.setAccessibleName(self._named(_("Report the answer: {text}")))
            buttons.append(report)
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        return row

    def _named(self, words_: str) -> str:
        return words_.format(text=self.answer.body[:40])

    def _open_editor(self, found: dict[str, drafts.Draft]) -> None:
        if self._editor is not None:
            return
        kept = found.get("body")
        self._area = TextArea(kept.text if kept else self.answer.body, lines=2)
        self._area.changed.connect(self._keeper.touch)
        self._field = Field(_("Your answer"), self._area, required=True)
        buttons = QHBoxLayout()
        buttons.addWidget(Button(_("Save"), self._save))
        buttons.addWidget(Button(_("Give up the change"), self._give_up, kind="quiet"))
        buttons.addStretch()
        self._editor = QWidget()
        rows = QVBoxLayout(self._editor)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._field)
        rows.addLayout(buttons)
        self._body.hide()
        self._rows.addWidget(self._editor)
        self._area.setFocus()

    def _keep(self) -> None:
        if self._area is not None:
            texts = {"body": self._area.value()}
            self._desk.do(drafts.save, forum_writing.COMMENT, self.answer.id, texts)

    def _save(self) -> None:
        if self._area is None or not self._field.validate():
            return
        self._keeper.drop()
        self._saving = True
        about = (self.answer.id, self.answer.body, self._area.value())
        self._desk.do(
            forum_writing.change_answer,
            self._desk.me,
            *about,
            then=lambda _done: self._close(),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self._keep()
        self._desk.tell(error)

    def _give_up(self) -> None:
        self._keeper.drop()
        typed = self._area.value() if self._area is not None else ""
        texts = {"body": typed} if typed != self.answer.body else {}
        throw_away(self._desk, forum_writing.COMMENT, self.answer.id, texts)
        self._close()

    def _close(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        self._editor = self._area = None
        self._saving = False
        self._body.show()
