"""The archive with the documents that are made from it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.background import Lane
from desktop.documents import Collection, collection_pdf, decisions_pdf
from desktop.documents.inside import Inside, inside
from desktop.models import archive, correcting, verifying
from desktop.models.archive import DecidedItem
from desktop.models.closing import MinutesNow, minutes_now
from desktop.models.correcting import Kept
from desktop.models.verifying import Checked, Verdict
from desktop.texts import N_, _
from desktop.views.desk import Desk
from desktop.views.meetings.archive_page import KINDS, ArchivePage
from desktop.views.meetings.archive_words import decisions_of, period, whose
from desktop.views.meetings.correct_page import CorrectPage
from desktop.views.meetings.minutes_page import MinutesPage
from desktop.views.meetings.minutes_values import minutes_of
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.meetings.same_words import says_the_same
from desktop.views.meetings.versions_page import VersionsPage

_VERDICTS = {
    Verdict.GENUINE: N_("These are the minutes as they were handed in: {minutes}."),
    Verdict.REPLACED: N_(
        "These minutes were handed in like this, and corrected later: {minutes}. "
        "The newest is version {n}."
    ),
    Verdict.UNKNOWN: N_(
        "No minutes on this PC are like those of the file. They may have been changed, or be of a "
        "network whose minutes you do not read. Synchronise and try again."
    ),
    Verdict.NO_VALUES: N_(
        "The file carries nothing to compare: it is a draft, an extract, or was not made by "
        "this program."
    ),
}


class ArchiveView(QWidget):
    """open() and close_view() as every page; back asks to be left."""

    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.page = ArchivePage(desk)
        self.document = PdfPage(desk)
        self.minutes = MinutesPage(desk)
        self.correction = CorrectPage(desk)
        self.versions = VersionsPage()
        self._meeting: UUID | None = None
        self.setAccessibleName(_("Archive"))
        self._stack = QStackedWidget()
        for each in (self.page, self.document, self.minutes, self.correction, self.versions):
            self._stack.addWidget(each)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)
        self.page.back.connect(self.back)
        self.page.opened.connect(self.show_minutes)
        self.page.decisions_asked.connect(self.show_decisions)
        self.page.bound_asked.connect(self.show_bound)
        self.page.checked.connect(self.look_into)
        for shown in (self.document, self.minutes):
            shown.back.connect(lambda: self._stack.setCurrentWidget(self.page))
        self.minutes.asked.connect(lambda step: self.show_step(self._meeting, step))
        for under in (self.correction, self.versions):
            under.back.connect(lambda: self.show_minutes(self._meeting))
        self.correction.sent.connect(lambda: self.show_minutes(self._meeting))

    def open(self) -> None:
        """List the minutes, and follow their changes."""
        self._desk.follow(self._on_change)
        self.page.load()

    def close_view(self) -> None:
        """Keep what is typed, and follow no more changes."""
        self.correction.flush()
        self._desk.unfollow(self._on_change)

    def current(self) -> QWidget | None:
        """The page that is seen."""
        return self._stack.currentWidget()

    def show_minutes(self, meeting: object) -> None:
        """Show the minutes of a meeting."""

        def show(now: MinutesNow) -> None:
            self.minutes.show_minutes(now)
            self._stack.setCurrentWidget(self.minutes)

        if isinstance(meeting, UUID):
            self._meeting = meeting
            self._desk.ask(minutes_now, meeting, then=show, owner=self)

    def show_step(self, meeting: object, step: str) -> None:
        """Show the versions of a meeting's minutes side by side, or correct the newest."""
        page = self.correction if step == "correct" else self.versions

        def show(kept: Kept) -> None:
            page.show_kept(kept)
            self._stack.setCurrentWidget(page)

        if isinstance(meeting, UUID):
            self._meeting = meeting
            self._desk.ask(correcting.kept, self._desk.me, meeting, then=show, owner=self)

    def show_decisions(self) -> None:
        """Show the record of decisions of what is listed."""
        wanted = self.page.wanted

        def show(items: list[DecidedItem]) -> None:
            who = whose((one.network for one in items), wanted)
            when = period((one.on for one in items), wanted)
            value = decisions_of(items, who, when)
            self._show_pdf(lambda: decisions_pdf(value), f"Vedtaksprotokoll {when} {who}")

        self._desk.ask(archive.decisions, wanted, then=show, owner=self)

    def show_bound(self) -> None:
        """Show all minutes that are listed as one document."""
        wanted = self.page.wanted

        def show(all_: list[MinutesNow]) -> None:
            who = whose((one.content.network for one in all_), wanted)
            when = period((date.fromisoformat(one.content.on) for one in all_), wanted)
            value = Collection(who, when, tuple(minutes_of(one) for one in all_))
            self._show_pdf(lambda: collection_pdf(value), f"Møtereferater {when} {who}")

        self._desk.ask(archive.collected, wanted, then=show, owner=self)

    def look_into(self, pdf: object) -> None:
        """Say whether a PDF holds minutes as they were handed in."""
        assert isinstance(pdf, bytes)

        def look() -> Inside | None:
            try:
                return inside(pdf)
            except ValueError:
                return None

        def compare(found: Inside | None) -> None:
            if found is None:
                self.page.say(_("This file is no PDF. Choose another one."))
                return
            self._desk.ask(
                verifying.check,
                found.values,
                then=lambda checked: self._tell(found, checked),
                owner=self,
            )

        self._desk.background.submit(Lane.NETWORK, look, compare, self._desk.tell)

    def _tell(self, found: Inside, checked: Checked) -> None:
        if checked.submitted is None:
            self.page.say(_(_VERDICTS[checked.verdict]))
            return
        value = minutes_of(checked.submitted)

        def say(same: object) -> None:
            now = checked.submitted
            assert now is not None
            content = now.content
            number = f" {content.number}/{content.year}" if content.number else ""
            named = f"{content.title}{number}, {content.network}, "
            named += _("version {n}").format(n=now.version)
            sentence = _(_VERDICTS[checked.verdict]).format(minutes=named, n=checked.newest)
            if not same:
                sentence = _(
                    "The values in the file are those of {minutes}, but its pages say something "
                    "else. Open the minutes in the archive to see what was handed in."
                ).format(minutes=named)
            self.page.say(sentence)

        self._desk.background.submit(
            Lane.NETWORK, lambda: says_the_same(found.words, value), say, self._desk.tell
        )

    def _show_pdf(self, make: Callable[[], bytes], name: str) -> None:
        title = name.replace("/", "-").strip()
        self.document.set_title(title)
        self.document.show_pdf(make, title)
        self._stack.setCurrentWidget(self.document)

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS and self.current() is self.page:
            self.page.load()
        elif kinds & KINDS and self.current() is self.minutes:
            self.show_minutes(self._meeting)
