"""Where one asks the secretariat to look at a post or an answer."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout

from desktop.models import drafts, feedback
from desktop.models.faults import Refused
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.forum.draft_keeper import DraftKeeper, throw_away
from desktop.views.sentences import sentence
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea


class ReportStrip(Card):
    """ask(about) opens it for a post or an answer; what is typed is kept until it is sent."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Report to the secretariat"), sunken=True)
        self._desk = desk
        self._about: UUID | None = None
        self.area = TextArea(lines=2, most=8)
        self.field = Field(_("What is wrong with it"), self.area, required=True)
        self.send = Button(_("Send the report"), self._send, icon="flag")
        self._keeper = DraftKeeper(self._keep, self)
        self.area.changed.connect(self._keeper.touch)
        note = _(
            "Only the secretariat reads this, and sees that it comes from you. Its answer "
            "comes under «Suggestions and errors»."
        )
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.send)
        row.addWidget(Button(_("Do not report"), self.give_up, kind="quiet"))
        row.addStretch()
        self.body.setSpacing(SPACE_S)
        self.body.addWidget(Label(note, "small"))
        self.body.addWidget(self.field)
        self.body.addLayout(row)
        self.hide()

    def ask(self, about: UUID) -> None:
        """Report this."""
        self.flush()
        self._about = about
        self.area.set_value("")
        self.field.set_error("")
        self.show()
        self.area.setFocus()

        def restore(found: dict[str, drafts.Draft]) -> None:
            if self._about == about and "body" in found and not self.area.value():
                self.area.set_value(found["body"].text)

        self._desk.ask(drafts.load, feedback.REPORT, about, then=restore, owner=self)

    def give_up(self) -> None:
        """Report nothing after all."""
        self._keeper.drop()
        if (about := self._about) is not None:
            texts = {"body": self.area.value()}
            throw_away(self._desk, feedback.REPORT, about, texts, lambda: self.ask(about))
        self._about = None
        self.hide()

    def flush(self) -> None:
        """Put what is typed on disk now."""
        self._keeper.flush()

    def leave(self) -> None:
        """Another post is read: what is typed waits with this one."""
        self.flush()
        self._about = None
        self.hide()

    def _keep(self) -> None:
        if self._about is not None:
            texts = {"body": self.area.value()}
            self._desk.do(drafts.save, feedback.REPORT, self._about, texts)

    def _send(self) -> None:
        if self._about is None or not self.field.validate():
            return
        self._keeper.drop()
        about, why = self._about, self.area.value()
        desk = self._desk
        desk.do(
            feedback.report,
            desk.me,
            about,
            why,
            then=lambda _id: self._sent(),
            failed=self._failed,
            owner=self,
        )

    def _sent(self) -> None:
        self._about = None
        self.hide()
        words = _("The report is on its way to the secretariat. Sent when you are online.")
        self._desk.messages.done(words)

    def _failed(self, error: Exception) -> None:
        self._keep()
        if isinstance(error, Refused) and error.field == "body":
            self.field.set_error(sentence(error))
        else:
            self._desk.tell(error)
