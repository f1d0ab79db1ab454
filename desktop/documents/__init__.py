"""Notices and minutes as PDF: plain values in, bytes out.

reportlab is loaded when the first document is made, so that importing the values stays cheap.
"""

from desktop.documents.values import (
    AgendaLine,
    Attendance,
    CaseNumber,
    Decision,
    FollowUpLine,
    ItemKind,
    ItemText,
    Level,
    MeetingFacts,
    Minutes,
    MinutesStatus,
    NextMeeting,
    Notice,
    NoticeStatus,
    Outcome,
    Person,
)

__all__ = [
    "AgendaLine",
    "Attendance",
    "CaseNumber",
    "Decision",
    "FollowUpLine",
    "ItemKind",
    "ItemText",
    "Level",
    "MeetingFacts",
    "Minutes",
    "MinutesStatus",
    "NextMeeting",
    "Notice",
    "NoticeStatus",
    "Outcome",
    "Person",
    "minutes_pdf",
    "notice_pdf",
]


def notice_pdf(notice: Notice) -> bytes:
    """The notice as PDF, in bokmål whatever the window's language; the same value, the same bytes.

    Takes some hundred milliseconds the first time: call it in a worker.
    """
    from desktop.documents import notice as document

    return document.notice_pdf(notice)


def minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes as PDF, in bokmål whatever the window's language; the same value, the same bytes.

    Takes some hundred milliseconds the first time: call it in a worker.
    """
    from desktop.documents import minutes as document

    return document.minutes_pdf(minutes)
