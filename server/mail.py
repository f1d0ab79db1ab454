"""Mails to people: put into the queue of jobs with what they follow from, sent by SMTP."""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from sqlalchemy import Connection

from server import jobs
from server.jobs import Job, Never, NotNow

KIND = "mail"
_SECONDS = 30.0
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail of plain text to one person."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server, and in whose name mails go out.

    `security` is starttls, tls from the first byte, or none, which is for a server on this machine.
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = ""


def put(connection: Connection, mail: Mail) -> None:
    """Have a mail sent once the transaction is committed. Raises ValueError for a forged head."""
    about = {"to": mail.to, "subject": mail.subject, "text": mail.text}
    _headed(EmailMessage(), about)
    jobs.put(connection, KIND, about)


def sending(smtp: Smtp) -> Callable[[Job], None]:
    """What sends the mails of the queue by this server."""

    def send(job: Job) -> None:
        try:
            with connected(smtp) as server:
                server.send_message(_message(smtp, job), smtp.sender, [job.about["to"]])
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _)] = error.recipients.values()
            raise (Never if code >= _PERMANENT else NotNow)(str(code)) from None
        except smtplib.SMTPResponseException as error:
            raise NotNow(str(error.smtp_code)) from None
        except (smtplib.SMTPException, OSError) as error:
            # Its words may name the person: the class alone is kept.
            raise NotNow(type(error).__name__) from None
        except (MessageError, ValueError):
            raise Never("unsendable") from None

    return send


def connected(smtp: Smtp) -> smtplib.SMTP:
    """A session with the mail server. The caller ends it."""
    trusted = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=_SECONDS, context=trusted
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_SECONDS)
    try:
        if smtp.security == "starttls":
            server.starttls(context=trusted)
        if smtp.user:
            server.login(smtp.user, smtp.password)
    except BaseException:
        server.close()
        raise
    return server


def _message(smtp: Smtp, job: Job) -> EmailMessage:
    message = _headed(EmailMessage(), job.about)
    message["From"] = smtp.sender
    message["Date"] = format_datetime(job.made_at)
    # The same at each try: who gets it twice can see that it is one.
    message["Message-ID"] = f"<{job.id}@{smtp.sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(job.about["text"])
    return message


def _headed(message: EmailMessage, about: Mapping[str, Any]) -> EmailMessage:
    """The message with what people wrote in its head; the library refuses line breaks there."""
    message["To"] = about["to"]
    message["Subject"] = about["subject"]
    return message
