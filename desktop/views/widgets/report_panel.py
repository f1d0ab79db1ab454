"""What users see when we made a mistake: that nothing of theirs is lost, and a report to copy."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.errors import BugReport
from desktop.texts import _
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.side_panel import SidePanel


class ReportPanel(SidePanel):
    """ReportPanel(report): a sentence, the report as text, and a button that copies it."""

    def __init__(self, report: BugReport, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Something went wrong"), parent=parent)
        self.body.addWidget(
            Label(
                _(
                    "The program made a mistake. What you have written is saved on this PC. "
                    "You can go on working."
                )
            )
        )
        self.body.addWidget(
            Label(
                _("Copy the report and send it to us. It holds no names and no texts of yours."),
                "muted",
            )
        )
        self._text = QPlainTextEdit(report.text())
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(_("Report"))
        self._text.setMinimumHeight(180)
        self.body.addWidget(self._text)
        self._copied = Label("", "muted", wrap=False)
        self.footer.addWidget(self._copied, 1)
        self.footer.addWidget(
            Button(_("Copy the report"), self.copy_report, kind="primary", icon="copy")
        )

    def show_report(self, report: BugReport) -> None:
        """Show a newer one."""
        self._text.setPlainText(report.text())
        self._copied.setText("")

    def copy_report(self) -> None:
        """Put the report on the clipboard and say so."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copied.setText(_("Copied"))
