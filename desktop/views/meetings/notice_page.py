"""The notice of a meeting, seen before it is sent, saved or printed."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal

from contract.records import MeetingState, Mode
from desktop.models import meetings
from desktop.models.meetings import MeetingFacts
from desktop.models.notice import NoticeFacts, notice
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.notice_values import notice_of
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.meetings.words import facts as facts_line
from desktop.views.sentences import problem
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label


class NoticePage(PdfPage):
    """show_notice(id). called(id) tells that the notice is on its way."""

    called = Signal(object)

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__(desk)
        self.set_title(_("Notice of meeting"))
        self._today = today
        self._id: UUID | None = None
        self._said = Label("", "danger")
        self.body.insertWidget(0, self._said)
        self._send = Button(_("Send the notice"), self.send, kind="primary", icon="send")
        self.set_primary(self._send)

    def show_notice(self, id_: UUID) -> None:
        """Show the notice of a meeting as it stands now."""
        self._id = id_
        self._desk.ask(notice, self._desk.me, id_, then=self._show, owner=self)

    def send(self) -> None:
        """Call the meeting."""
        if self._id is None or self._send.isHidden():
            return
        self._send.setEnabled(False)
        self._desk.do(
            meetings.call,
            self._desk.me,
            self._id,
            self._today,
            then=self._sent,
            failed=self._not_sent,
        )

    def _show(self, found: NoticeFacts) -> None:
        row = found.meeting.row
        self.set_facts(facts_line(row))
        self._send.setEnabled(True)
        self._send.setVisible(row.state is MeetingState.PLANNED and found.meeting.may_plan)
        missing = _missing(found.meeting)
        self._said.setText(missing)
        self._said.setVisible(bool(missing))
        name = f"Innkalling {row.on:%Y-%m-%d} {row.network}"
        self.show_pdf(lambda: _pdf(found), name.replace("/", "-"))

    def _sent(self, _nothing: None) -> None:
        self._desk.messages.done(
            _("The meeting is called. The notice goes out when you are online.")
        )
        self._desk.sync_wanted.emit()
        self.called.emit(self._id)

    def _not_sent(self, error: Exception) -> None:
        self._send.setEnabled(True)
        if getattr(error, "field", "") == "place":
            self._desk.messages.error(_("Write where you meet before you call the meeting."))
        elif getattr(error, "field", "") and hasattr(error, "code"):
            self._desk.messages.error(problem(error.code))
        else:
            self._desk.tell(error)


def _missing(found: MeetingFacts) -> str:
    """What those invited will miss in the notice."""
    row = found.row
    if row.state is not MeetingState.PLANNED:
        return ""
    said = []
    if row.mode is not Mode.IN_PERSON and not row.link:
        said.append(_("The link to the meeting is missing."))
    if row.mode is not Mode.ONLINE and not row.place:
        said.append(_("The place is missing."))
    if found.chair is None or found.minute_taker is None:
        said.append(_("Chair and minute taker are not both named yet."))
    return " ".join(said)


def _pdf(found: NoticeFacts) -> bytes:
    # Brings reportlab, which no page but this needs.
    from desktop.documents.notice import notice_pdf

    return notice_pdf(notice_of(found))
