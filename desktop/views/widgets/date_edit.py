"""A date, typed or picked."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.texts import _, language, read_date, short_date
from desktop.views.qt_texts import LOCALES
from desktop.views.theme import current, icon, px
from desktop.views.widgets.focus_ring import NO_RING


class CalendarPopup(QFrame):
    """A month to pick from; Enter or a click picks, Esc closes."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName(_("Calendar"))
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.setLocale(LOCALES[language()])
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumSize(px(380), px(270))
        self.calendar.setHorizontalHeaderFormat(
            QCalendarWidget.HorizontalHeaderFormat.ShortDayNames
        )
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 6, 6, 6)
        rows.addWidget(self.calendar)
        self._name_steps()
        self._calm_colours()
        self.calendar.clicked.connect(self._pick)
        self.calendar.activated.connect(self._pick)
        self.setFocusProxy(self.calendar)

    def _name_steps(self) -> None:
        for name, drawn, said in (
            ("qt_calendar_prevmonth", "chevron-left", _("Previous month")),
            ("qt_calendar_nextmonth", "chevron-right", _("Next month")),
        ):
            button = self.calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(drawn))
                button.setAccessibleName(said)

    def _calm_colours(self) -> None:
        plain, faint = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(current().tokens.text))
        faint.setForeground(QColor(current().tokens.muted))
        faint.setBackground(QColor(current().tokens.surface))
        self.calendar.setHeaderTextFormat(faint)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        for view in self.calendar.findChildren(QTableView):
            view.setProperty(NO_RING, True)  # noqa: FBT003 - Qt's own signature
            view.setAccessibleName(_("Calendar"))

    def _pick(self, day: QDate) -> None:
        self.picked.emit(day)
        self.close()


class DateEdit(QLineEdit):
    """value() is a date or None. Arrow up and down go a day, Alt+Down opens the calendar."""

    changed = Signal()
    left = Signal()

    def __init__(
        self, value: date | None = None, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("dd.mm.yyyy"))
        if name:
            self.setAccessibleName(name)
        self._open = QAction(_("Open the calendar"), self)
        self._open.triggered.connect(self.open_calendar)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(_("Open the calendar"))
        current().changed.connect(self._draw)
        self._draw()
        self.set_value(value)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(138), super().minimumSizeHint().height())

    def value(self) -> date | None:
        return read_date(self.text())

    def set_value(self, value: date | None) -> None:
        self.setText(short_date(value) if value else "")

    def problem(self) -> str:
        """What to do where the text is no date."""
        if self.text().strip() and self.value() is None:
            return _("Write the date as 26.11.2026.")
        return ""

    def open_calendar(self) -> None:
        """Show the month of the date under the field."""
        popup = CalendarPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.value()
        if shown is not None:
            popup.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        popup.picked.connect(self._picked)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popup.show()
        popup.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        value = self.value()
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif step and value is not None:
            self.set_value(date.fromordinal(max(1, value.toordinal() + step)))
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (value := self.value()) is not None:
            self.set_value(value)
        self.left.emit()

    def _picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.changed.emit()
        self.setFocus()

    def _draw(self) -> None:
        self._open.setIcon(icon("calendar", current().tokens.muted, 18))
