"""Hands a letter to the mail program, or to the clipboard where there is no other way."""

from collections.abc import Iterable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop.models.mail_link import mail_link
from desktop.texts import _


def open_letter(subject: str, text: str, to: Iterable[str]) -> str:
    """Open it in the mail program; what happened, in a sentence for its writer."""
    receivers = list(to)
    link = mail_link(subject, text, to=receivers)
    if link and QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode)):
        return _("Opened in the mail program. It is sent when you send it there.")
    head = f"{', '.join(receivers)}\n{subject}\n\n" if receivers else f"{subject}\n\n"
    QGuiApplication.clipboard().setText(head + text)
    if link is None:
        return _("The text is too long for the mail program. It is copied: paste it there.")
    return _("No mail program answered. The text is copied: paste it into an e-mail.")
