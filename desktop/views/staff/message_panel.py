"""The message to the staff: own words, to copy or to open in the mail program."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models import staff_message
from desktop.models.staff import Member
from desktop.texts import _, ngettext
from desktop.views.desk import Desk
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.choice_list import ChoiceList
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
        self._receivers = ChoiceList()
        self._who = Field(_("To those who have not been told"), self._receivers)
        self._nobody = Label(_("Everybody who is enrolled has been told."), "muted")
        self._back = Button(_("Back to the suggested text"), self._suggest, kind="quiet")
        self._copied = Label(role="small")
        self._mark = Button("", self._tell, icon="check")
        for widget in (self._who, self._nobody, Field(_("Text"), self.text), self._back):
            self.body.addWidget(widget)
        self.footer.addWidget(self._foot())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_MS)
        self._timer.timeout.connect(self._keep)
        self.text.changed.connect(self._typed)
        self.text.left.connect(self.flush)
        self._receivers.changed.connect(self._count)

    def open_for(self, members: Sequence[Member]) -> None:
        """Show the message, to these members."""
        self.show_members(members)
        self._receivers.set_value([one.id for one in members])
        self._say("")
        self._count()
        self._desk.ask(
            staff_message.own_words, self._kindergarten, then=self._show_words, owner=self
        )

    def show_members(self, members: Sequence[Member]) -> None:
        """Offer these as receivers; those whom the user has unticked stay so."""
        if list(self._members) == [one.id for one in members]:
            return
        unticked = set(self._members) - set(self._receivers.value())
        self._members = {one.id: one for one in members}
        self._receivers.set_choices(
            [(one.id, one.name, one.email) for one in members],
            [one.id for one in members if one.id not in unticked],
        )
        self._who.setVisible(bool(members))
        self._nobody.setVisible(not members)
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
        """Open the mail program, or copy the message where it is too long for that."""
        chosen = [self._members[id_].email for id_ in self._receivers.value()]
        link = staff_message.mail_link(self._subject(), self.text.value(), chosen)
        if link is None:
            self.copy()
            self._say(
                _("The message is too long for the mail program. It is copied: paste it there.")
            )
        elif QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
            self._say(_("Opened in the mail program. The receivers are hidden copies."))
        else:
            self.copy()
            self._say(_("No mail program answered. The message is copied: paste it."))

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
        ways.addWidget(Button(_("Open in the mail program"), self.open_mail, icon="mail"))
        ways.addWidget(self._mark)
        rows.addLayout(ways)
        rows.addWidget(self._copied)
        self._copied.hide()
        return foot

    def _show_words(self, kept: str | None) -> None:
        self.text.set_value(self._suggestion() if kept is None else kept)
        self._back.setVisible(kept is not None)
        self.text.setFocus()

    def _typed(self) -> None:
        self._back.show()
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        self._desk.do(staff_message.keep_own_words, self._kindergarten, self.text.value())

    def _suggest(self) -> None:
        self._timer.stop()
        own = self.text.value()
        desk, home = self._desk, self._kindergarten
        desk.do(staff_message.keep_own_words, home, None)
        self._show_words(None)
        self.text.setFocus()

        def back(_done: object) -> None:
            self._show_words(own)

        desk.messages.undo(
            _("Your own text is replaced by the suggested one."),
            lambda: desk.do(staff_message.keep_own_words, home, own, then=back, owner=self),
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

    def _subject(self) -> str:
        return _("{kindergarten} has joined Barnehagealliansen").format(
            kindergarten=self._desk.me.kindergarten_name
        )

    def _suggestion(self) -> str:
        me = self._desk.me
        return _(
            "Hello!\n\n{kindergarten} has joined Barnehagealliansen, a network of independent "
            "private kindergartens. You are enrolled with the e-mail address to which this "
            "message is sent.\n\nThis is what you do:\n1. Go to barnehagealliansen.no and register "
            "yourself.\n2. Use the same e-mail address.\n3. Access comes within 24-48 hours.\n\n"
            "Ask me if something does not work.\n\nRegards\n{name}\n{kindergarten}"
        ).format(kindergarten=me.kindergarten_name, name=me.name)
