"""The guidelines and terms of use: what they say, and that they have been read."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contract.records import Guideline, ReadingReceipt, only_id
from contract.records.kindergartens import GuidelineKind
from desktop.models.editing import add, exists, get


@dataclass(frozen=True, slots=True)
class GuidelineText:
    """A version of the guidelines or the terms, to be read."""

    id: UUID
    kind: GuidelineKind
    version: int
    title: str
    body: str
    is_read: bool


def guideline(session: Session, id_: UUID, account: UUID) -> GuidelineText:
    """What a guideline says, and whether the account has read it. Raises Refused("gone")."""
    found = get(session, Guideline, id_)
    read = exists(session, ReadingReceipt, _receipt_id(account, id_))
    return GuidelineText(found.id, found.kind, found.version, found.title, found.body, read)


def confirm_reading(session: Session, id_: UUID, account: UUID) -> UUID:
    """Give the receipt that the account has read a guideline; once is enough."""
    receipt = _receipt_id(account, id_)
    if not exists(session, ReadingReceipt, receipt):
        get(session, Guideline, id_)
        add(session, ReadingReceipt(id=receipt, account_id=account, guideline_id=id_))
    return receipt


def _receipt_id(account: UUID, guideline_id: UUID) -> UUID:
    return only_id(ReadingReceipt, account, guideline_id)
