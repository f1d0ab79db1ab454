"""The notice of a meeting, seen before it is sent, saved or printed."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from contract.records import MeetingState, Mode
from desktop.background import Lane
from desktop.models import meetings
from desktop.models.meetings import MeetingFacts
from desktop.models.notice import NoticeFacts, notice
from desktop.models.series import Announced
from desktop.models.staff_message import mail_link
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.also_changed import AlsoChanged
from desktop.views.meetings.notice_files import NoticeFiles, name_of, notice_files
from desktop.views.meetings.notice_values import notice_of
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.meetings.words import facts as facts_line
from desktop.views.sentences import problem
from desktop.views.wall_clock import now
from desktop.views.widgets.button import Button
from desktop.views.widgets.files import ask_where, write_whole
from desktop.views.widgets.label import Label

AskFile = Callable[[QWidget, str, str, str], Path | None]


class NoticePage(PdfPage):
    """show_notice(id, all that were changed with it). called(id) tells that it is on its way.

    `ask_file` asks where to save, `opened` opens a file or an address in the program that the
    system has for it; both can be given by whoever has another way.
    """

    called = Signal(object)

    def __init__(
        self,
        desk: Desk,
        today: date,
        *,
        ask_file: AskFile = ask_where,
        opened: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(desk)
        self.set_title(_("Notice of meeting"))
        self._today, self._ask_file, self._opened = today, ask_file, opened
        self._id: UUID | None = None
        self._notice: NoticeFacts | None = None
        self._said = Label("", "danger")
        self._changed: Sequence[Announced] = ()
        self.also = AlsoChanged()
        self.also.chosen.connect(lambda id_: self.show_notice(id_, self._changed))
        self.body.insertWidget(0, self._said)
        self.body.insertWidget(1, self.also)
        tip = _("A mail with the notice and the calendar entry attached, ready to be sent.")
        self._mail = Button(_("E-mail"), self.open_mail, icon="mail", tip=tip)
        tip = _("The same mail as a file, for another PC or a web mail.")
        self._eml = Button(_("Save the e-mail"), self.save_mail, tip=tip)
        tip = _("Opens in any calendar. A new one updates or cancels the same entry.")
        self._ics = Button(_("Calendar file"), self.save_calendar, icon="calendar", tip=tip)
        self._send = Button(_("Send the notice"), self.send, kind="primary", icon="send")
        for button in (self._mail, self._eml, self._ics):
            self.add_action(button)
        self.set_primary(self._send)

    def show_notice(self, id_: UUID, changed: Sequence[Announced] = ()) -> None:
        """Show the notice of a meeting as it stands now, and lead to those of the others that were
        changed with it.
        """
        self._id, self._changed = id_, changed
        self.also.show_meetings([one for one in changed if one.id != id_])
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

    def open_mail(self) -> None:
        """Open the mail in the mail program; the words alone where it opens no files."""
        self._make(self._open_mail)

    def save_mail(self) -> None:
        """Save the mail with its files."""
        kind = _("E-mails (*.eml)")
        self._save_as(".eml", _("Save the e-mail"), kind, lambda files: files.mail)

    def save_calendar(self) -> None:
        """Save the calendar entry."""
        kind = _("Calendar files (*.ics)")
        self._save_as(".ics", _("Save the calendar file"), kind, lambda files: files.calendar)

    def _save_as(
        self, ending: str, title: str, kind: str, pick: Callable[[NoticeFiles], bytes]
    ) -> None:
        if self._notice is None:
            return
        path = self._ask_file(self, title, name_of(self._notice) + ending, kind)
        if path is not None:
            self._make(lambda files: self._write(path, pick(files)))

    def _make(self, then: Callable[[NoticeFiles], object]) -> None:
        if self._notice is not None:
            make = partial(notice_files, self._notice, now())
            self._desk.background.submit(Lane.NETWORK, make, then, self._desk.tell, owner=self)

    def _write(self, path: Path, content: bytes) -> None:
        self._desk.background.submit(
            Lane.NETWORK, lambda: write_whole(path, content), self._written, self._desk.tell
        )

    def _open_mail(self, files: NoticeFiles) -> None:
        path = Path(tempfile.mkdtemp(prefix="innkalling-")) / f"{files.name}.eml"

        def show(written: Path) -> None:
            if self._opened(QUrl.fromLocalFile(str(written))) or self._open_words():
                self._desk.messages.done(_("Opened in the mail program. Check it, and send it."))
            else:
                self._desk.messages.warn(
                    _("No mail program answered. Save the e-mail and attach it where you write.")
                )

        self._desk.background.submit(
            Lane.NETWORK, lambda: write_whole(path, files.mail), show, self._desk.tell, owner=self
        )

    def _open_words(self) -> bool:
        from desktop.documents.notice_mail import subject, text

        assert self._notice is not None
        values = notice_of(self._notice)
        link = mail_link(subject(values), text(values), self._notice.emails)
        return link is not None and self._opened(QUrl(link, QUrl.ParsingMode.StrictMode))

    def _show(self, found: NoticeFacts) -> None:
        row = found.meeting.row
        self._notice = found
        self.set_facts(facts_line(row))
        self._send.setEnabled(True)
        planned = row.state is MeetingState.PLANNED
        self._send.setVisible(planned and found.meeting.may_plan)
        for button in (self._mail, self._eml, self._ics):
            button.setVisible(not planned)
        missing = _missing(found.meeting)
        self._said.setText(missing)
        self._said.setVisible(bool(missing))
        self.show_pdf(lambda: _pdf(found), name_of(found))

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
