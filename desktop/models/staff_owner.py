"""Who is the owner's representative beside the own role."""

from uuid import UUID

from sqlalchemy.orm import Session

from contract.records import StaffEnrolment
from desktop.models.editing import get

_OWNER = frozenset({"owner_representative"})


def add_owner_role(session: Session, id_: UUID) -> None:
    """Say that this person is the owner's representative as well."""
    record = get(session, StaffEnrolment, id_)
    record.roles = record.roles | _OWNER
    if record.next_roles:
        record.next_roles = record.next_roles | _OWNER


def take_owner_role(session: Session, id_: UUID) -> None:
    """Undo `add_owner_role`."""
    record = get(session, StaffEnrolment, id_)
    record.roles = record.roles - _OWNER
    record.next_roles = record.next_roles - _OWNER
