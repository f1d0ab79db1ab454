"""The message to the staff: own words, to copy or to open in the mail program."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import staff_message
from desktop.models.staff import Member
from desktop.texts import _, language, ngettext, short_date
from desktop.views.desk import Desk
from desktop.views.staff.message_words import MESSAGE_LANGUAGES, subject, suggestion
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.text_area import TextArea

_KEEP_MS = 700


class MessagePanel(SidePanel):
    """told(ids) says whom the manager has told. The words are kept on this PC as one types."""

    told = Signal(object)

    def __init__(self, desk: Desk, kindergarten: UUID) -> None:
        super().__init__(_("Message to staff"))
        self._desk, self._kindergarten = desk, kindergarten
        self._members: dict[UUID, Member] = {}
        self.text = TextArea(lines=10, most=16)
        self.language = Combo(list(MESSAGE_LANGUAGES.items()), language(), name=_("Language"))
        self._receivers = ChoiceList()
        self._who = Field(_("To those who have not registered"), self._receivers)
        self._nobody = Label(_("Everybody who is enrolled has registered."), "muted")
        self._back = Button(_("Back to the suggested text"), self._suggest, kind="quiet")
        self._copied = Label(role="small")
        self._mail = Button("", self.open_mail, icon="mail")
        self._mark = Button("", self._tell, icon="check")
        self._written_in = self.language.value()
        for widget in (
            self._who,
            self._nobody,
            Field(_("Language"), self.language),
            Field(_("Text"), self.text),
            self._back,
        ):
            self.body.addWidget(widget)
        self.footer.addWidget(self._foot())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self._keep)
        self.text.changed.connect(self._typed)
        self.text.left.connect(self.flush)
        self._receivers.changed.connect(self._count)
        self.language.changed.connect(self._change_language)

    def open_for(self, members: Sequence[Member]) -> None:
        """Show the message, to those of these members whom nobody has told."""
        self._members = {}
        self.show_members(members)
        self._say("")
        self._load()

    def show_members(self, members: Sequence[Member]) -> None:
        """Offer these as receivers; whom the user ticked or unticked stays so until told."""
        self._who.setVisible(bool(members))
        self._nobody.setVisible(not members)
        before, chosen = self._members, set(self._receivers.value())
        if list(before.values()) == list(members):
            return
        self._members = {one.id: one for one in members}
        self._receivers.set_choices(
            [(one.id, one.name, _note(one)) for one in members],
            [one.id for one in members if _is_ticked(one, before.get(one.id), chosen)],
        )
        self._count()

    def flush(self) -> None:
        """Keep what is typed now."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def copy(self) -> None:
        """Put the message on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.value())
        self._say(_("Copied. Paste it into an e-mail or a message."))

    def open_mail(self) -> None:
        """Open the mail program, or copy addresses and text where that is too long a link."""
        link = self._link()
        if link is None:
            self._copy_all()
            self._say(
                _("Addresses and text are copied. Paste the addresses as hidden copies (bcc).")
            )
        elif QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
            self._say(_("Opened in the mail program. The receivers are hidden copies."))
        else:
            self._copy_all()
            self._say(_("No mail program answered. Addresses and text are copied: paste them."))

    def _chosen(self) -> list[str]:
        return [self._members[id_].email for id_ in self._receivers.value()]

    def _link(self) -> str | None:
        return staff_message.mail_link(self._subject(), self.text.value(), self._chosen())

    def _copy_all(self) -> None:
        words = staff_message.copied(self._subject(), self.text.value(), self._chosen())
        QGuiApplication.clipboard().setText(words)

    def _say(self, words: str) -> None:
        self._copied.setText(words)
        self._copied.setVisible(bool(words))

    def _foot(self) -> QWidget:
        foot = QWidget()
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.setSpacing(SPACE_S)
        ways = FlowLayout(spacing=SPACE_S)
        ways.addWidget(Button(_("Copy the message"), self.copy, kind="primary", icon="copy"))
        ways.addWidget(self._mail)
        ways.addWidget(self._mark)
        rows.addLayout(ways)
        rows.addWidget(self._copied)
        self._copied.hide()
        return foot

    def _show_words(self, kept: str | None) -> None:
        written = self._written_in
        own = suggestion(written, self._desk.me, self._desk.service) if kept is None else kept
        self.text.set_value(own)
        self._back.setVisible(kept is not None)
        self._count()
        self.text.setFocus()

    def _typed(self) -> None:
        self._back.show()
        self._say_way()
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        home, text = self._kindergarten, self.text.value()
        self._desk.do(staff_message.keep_own_words, home, self._written_in, text)

    def _load(self) -> None:
        self._desk.ask(
            staff_message.own_words,
            self._kindergarten,
            self._written_in,
            then=self._show_words,
            owner=self,
        )

    def _change_language(self) -> None:
        self.flush()
        self._written_in = self.language.value()
        self._load()

    def _suggest(self) -> None:
        self._timer.stop()
        own = self.text.value()
        desk, home, written = self._desk, self._kindergarten, self._written_in
        desk.do(staff_message.keep_own_words, home, written, None)
        self._show_words(None)
        self.text.setFocus()

        def back(_done: object) -> None:
            if self._written_in == written:
                self._show_words(own)

        desk.messages.undo(
            _("Your own text is replaced by the suggested one."),
            lambda: desk.do(
                staff_message.keep_own_words, home, written, own, then=back, owner=self
            ),
        )

    def _tell(self) -> None:
        if chosen := self._receivers.value():
            self.told.emit(chosen)

    def _count(self) -> None:
        n = len(self._receivers.value())
        words = ngettext("Mark {n} person as told", "Mark {n} people as told", n)
        self._mark.setText(words.format(n=n))
        self._mark.setVisible(bool(self._members))
        self._mark.setEnabled(n > 0)
        self._say_way()

    def _say_way(self) -> None:
        fits = self._link() is not None
        self._mail.setText(_("Open in the mail program") if fits else _("Copy addresses and text"))
        self._mail.set_icon("mail" if fits else "copy")

    def _subject(self) -> str:
        return subject(self._written_in, self._desk.me)


def _note(member: Member) -> str:
    if member.told_on is None:
        return member.email
    told = _("told {date}").format(date=short_date(member.told_on))
    return f"{member.email} · {told}"


def _is_ticked(member: Member, before: Member | None, chosen: set[UUID]) -> bool:
    """Whoever has not been told, as long as the user does not say otherwise."""
    if before is None or before.told_on != member.told_on:
        return member.told_on is None
    return member.id in chosen
