"""Notices and minutes as PDF: plain values in, bytes out.

reportlab is loaded when the first document is made, so that importing the values stays cheap.
"""

from desktop.documents.values import (
    AgendaLine,
    Attendance,
    CaseNumber,
    Collection,
    DecidedLine,
    Decision,
    Decisions,
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
    RaisedLine,
    Shown,
)

__all__ = [
    "WHOLE",
    "AgendaLine",
    "Attendance",
    "CaseNumber",
    "Collection",
    "DecidedLine",
    "Decision",
    "Decisions",
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
    "RaisedLine",
    "Shown",
    "collection_pdf",
    "decisions_pdf",
    "minutes_pdf",
    "notice_pdf",
]


WHOLE = Shown()


def notice_pdf(notice: Notice) -> bytes:
    """The notice as PDF, in bokmål whatever the window's language; the same value, the same bytes.

    Takes some hundred milliseconds the first time: call it in a worker.
    """
    from desktop.documents import notice as document

    return document.notice_pdf(notice)


def minutes_pdf(minutes: Minutes, shown: Shown = WHOLE) -> bytes:
    """The minutes as PDF, in bokmål whatever the window's language; the same value, the same bytes.

    Where parts are left out the file says that it is an extract, and keeps no values.
    Takes some hundred milliseconds the first time: call it in a worker.
    """
    from desktop.documents import minutes as document

    return document.minutes_pdf(minutes, shown)


def decisions_pdf(decisions: Decisions) -> bytes:
    """The record of decisions as PDF, in bokmål. Call it in a worker."""
    from desktop.documents import decisions as document

    return document.decisions_pdf(decisions)


def collection_pdf(collection: Collection) -> bytes:
    """Several minutes as one PDF with a table of contents, in bokmål. Call it in a worker."""
    from desktop.documents import collection as document

    return document.collection_pdf(collection)
