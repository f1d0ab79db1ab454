"""The main window: the side bar, the pages, and what the program has to say.

    window = MainWindow(settings, messages)
    window.set_who("Solbakken barnehage", "Levanger · Trøndelag")
    window.set_areas([Area("overview", _("Overview"), "home", build), ...])
    window.go("overview")
    window.set_sync_state(_("Offline"), _("3 changes wait to be sent"), "cloud-off")

A page is built when it is first shown, or made ready. It may have open() and close_view(), which
are called when it is shown and hidden, show_target(target), which is called by go(key, target),
show_start(), which is called when its button is pressed while it is shown, and make_ready().
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import shiboken6
from PySide6.QtCore import QByteArray, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from desktop import errors
from desktop.errors import BugReport, guarded
from desktop.texts import _
from desktop.views import tab_order
from desktop.views.shell_head import ShellHead
from desktop.views.shell_side_bar import NavButton, SideBar
from desktop.views.widgets.focus_ring import FocusRing
from desktop.views.widgets.messages import Messages

_LEAST = (720, 520)
_USUAL = (1280, 820)


class WindowSettings(Protocol):
    """Where the window keeps its place between runs."""

    def get(self, key: str) -> str | None: ...

    def set(self, key: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Area:
    """A page of the program and its place in the side bar.

    `place` "foot" stands under the others, "none" has no button (sync is reached by its card).
    `shortcut` is given by the order to those of the list: Ctrl+1 and on.
    """

    key: str
    label: str
    icon: str
    build: Callable[[], QWidget]
    place: Literal["list", "foot", "none"] = "list"
    shortcut: str = ""


class MainWindow(QMainWindow):
    """went(key) tells which page is shown; sync_asked that the card of sync was pressed."""

    went = Signal(str)
    sync_asked = Signal()
    closing = Signal()

    def __init__(self, settings: WindowSettings, messages: Messages) -> None:
        super().__init__()
        self._settings, self._messages = settings, messages
        self._areas: dict[str, Area] = {}
        self._pages: dict[str, QWidget] = {}
        self._buttons: dict[str, NavButton] = {}
        self._shortcuts: list[QShortcut] = []
        self._shown = ""
        self.setWindowTitle("Barnehagealliansen")
        self.setMinimumSize(*_LEAST)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)
            if app.findChild(FocusRing) is None:
                FocusRing(app)
        self.side_bar = SideBar()
        self.side_bar.sync_card.clicked.connect(self.sync_asked)
        self._stack = QStackedWidget()
        self.head = ShellHead(self._stack)
        self._lay_out()
        messages.said.connect(self._say)
        self._restore_place()
        self._say()

    def set_who(self, title: str, place: str = "") -> None:
        """Whose program this is, at the top of the side bar and in the title of the window."""
        self.side_bar.say_who(title, place)
        self.setWindowTitle(f"{title} – Barnehagealliansen" if title else "Barnehagealliansen")

    def set_areas(self, areas: Sequence[Area]) -> None:
        """Offer these areas instead of those before; their pages are built anew."""
        self._forget()
        self._areas = {area.key: area for area in areas}
        self.side_bar.setVisible(any(area.place != "none" for area in areas))
        listed = [area for area in areas if area.place == "list"]
        for area in areas:
            number = listed.index(area) + 1 if area in listed else 0
            keys = area.shortcut or (f"Ctrl+{number}" if 0 < number <= 9 else "")  # noqa: PLR2004
            self._offer(area, keys)

    def set_sync_state(self, title: str, detail: str = "", icon: str = "cloud-done") -> None:
        """The state of sync in words; icons cloud-done, cloud-off, cloud-up, sync, alert."""
        self.side_bar.sync_card.say(title, detail, icon)
        self.side_bar.sync_card.show()

    def set_band(self, text: str) -> None:
        """A band over the page for as long as it holds, such as that these are example data."""
        self.head.set_band(text)

    def go(self, key: str, target: object = None) -> bool:
        """Show the page of an area; False where there is none, or it cannot be built."""
        page = self._page(key)
        if page is None:
            return False
        if key != self._shown:
            if self._shown:
                self.head.leave_page()
            self._leave()
            self._shown = key
            self.side_bar.mark(self._buttons.get(key))
            self._stack.setCurrentWidget(page)
            self._settings.set("window/page", key)
            _call(page, "open")
            if self.focusWidget() is not self._buttons.get(key):
                page.setFocus()
        if target is not None:
            _call(page, "show_target", target)
        self.went.emit(key)
        return True

    def make_ready(self, key: str) -> None:
        """Build the page of an area, and what it can beyond that, while nobody waits for it."""
        page = self._page(key)
        if page is not None and key != self._shown:
            page.resize(self._stack.size())
            _call(page, "make_ready")

    def go_home(self) -> None:
        """Show the page of the last time, or the first there is."""
        last = self._settings.get("window/page") or ""
        if last not in self._areas or not self.go(last):
            for key in self._areas:
                if self.go(key):
                    return

    @property
    def shown(self) -> str:
        """The key of the area whose page is shown; empty before the first."""
        return self._shown

    def page(self, key: str) -> QWidget | None:
        """The page of an area, if it has been built."""
        return self._pages.get(key)

    def show_report(self, report: BugReport) -> None:
        """Tell of a mistake of ours beside the page, with a report to copy."""
        self.head.show_report(report)

    @guarded(default=None)
    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        geometry = b64encode(self.saveGeometry().data()).decode()
        self._settings.set("window/geometry", geometry)
        self.closing.emit()
        super().closeEvent(event)

    @guarded(default=False)
    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's own signature
        whole = self.centralWidget()
        return whole is not None and tab_order.step(whole, forward=next)

    def _lay_out(self) -> None:
        whole = QWidget()
        columns = QHBoxLayout(whole)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.side_bar)
        columns.addWidget(self.head, 1)
        self.side_bar.hide()
        self.setCentralWidget(whole)

    def _offer(self, area: Area, keys: str) -> None:
        if area.place != "none":
            tip = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            self._buttons[area.key] = self.side_bar.add(
                area.label,
                area.icon,
                tip,
                lambda: self._go_or_start(area.key),
                foot=area.place == "foot",
            )
        if keys:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda: self._go_by_keys(area.key))
            self._shortcuts.append(shortcut)

    def _go_or_start(self, key: str) -> None:
        """Show an area; its first page where it is shown already and has gone on to another."""
        if key == self._shown:
            _call(self._pages[key], "show_start")
        else:
            self.go(key)

    def _go_by_keys(self, key: str) -> None:
        self._go_or_start(key)
        if (page := self._pages.get(key)) is not None:
            page.setFocus()

    @Slot(QWidget, QWidget)
    @guarded(default=None)
    def _keep_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        # Qt hands the focus of a button that its own press hides to the next control, and so
        # out of the page, to the side bar; or to nobody where there is none.
        page = self._pages.get(self._shown)
        fell = now is None or self.side_bar.isAncestorOf(now)
        if page is not None and old is not None and fell and self._was_taken_away(old):
            page.setFocus()

    def _was_taken_away(self, widget: QWidget) -> bool:
        if not shiboken6.isValid(widget):
            return True
        return self.head.isAncestorOf(widget) and not (widget.isVisible() and widget.isEnabled())

    def _page(self, key: str) -> QWidget | None:
        if key in self._areas and key not in self._pages:
            try:
                page = self._areas[key].build()
            except Exception as error:
                errors.report(error)
                self._messages.error(_("This page could not be shown. Try another one."))
                self.side_bar.mark(self._buttons.get(self._shown))
                return None
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages.get(key)

    def _leave(self) -> None:
        if (page := self._pages.get(self._shown)) is not None:
            _call(page, "close_view")
        self._shown = ""

    def _forget(self) -> None:
        self._leave()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self._pages, self._buttons, self._shortcuts = {}, {}, []
        self.side_bar.clear()

    def _say(self) -> None:
        for message in self._messages.take():
            self.head.show_message(message)

    def _restore_place(self) -> None:
        kept = self._settings.get("window/geometry")
        if not kept or not self.restoreGeometry(QByteArray(b64decode(kept))):
            screen = self.screen().availableSize()
            width, height = min(_USUAL[0], screen.width()), min(_USUAL[1], screen.height())
            self.resize(max(width, _LEAST[0]), max(height, _LEAST[1]))


def _call(page: QWidget, name: str, *arguments: object) -> None:
    method = getattr(page, name, None)
    if method is None:
        return
    try:
        method(*arguments)
    except Exception as error:
        errors.report(error)
