"""The kinds of records, one module per area. Importing the package maps them all."""

from contract.records.base import Parent, Problem, Record, blank, kinds, only_id
from contract.records.calling import AgendaTemplate, Answer, MeetingReply, QueuedItem, TemplateItem
from contract.records.forum import Audience, Category, Comment, Post, PostForm, Purpose
from contract.records.kindergartens import (
    Guideline,
    GuidelineKind,
    Kindergarten,
    Person,
    ReadingReceipt,
)
from contract.records.meetings import (
    AgendaItem,
    Attendance,
    FollowUp,
    ItemMinutes,
    ItemType,
    Meeting,
    MeetingSort,
    MeetingState,
    Minutes,
    Mode,
    Outcome,
    Presence,
)
from contract.records.networks import Level, MemberState, Network, NetworkMember
from contract.records.staff import AccessState, StaffEnrolment

__all__ = [
    "AccessState",
    "AgendaItem",
    "AgendaTemplate",
    "Answer",
    "Attendance",
    "Audience",
    "Category",
    "Comment",
    "FollowUp",
    "Guideline",
    "GuidelineKind",
    "ItemMinutes",
    "ItemType",
    "Kindergarten",
    "Level",
    "Meeting",
    "MeetingReply",
    "MeetingSort",
    "MeetingState",
    "MemberState",
    "Minutes",
    "Mode",
    "Network",
    "NetworkMember",
    "Outcome",
    "Parent",
    "Person",
    "Post",
    "PostForm",
    "Presence",
    "Problem",
    "Purpose",
    "QueuedItem",
    "ReadingReceipt",
    "Record",
    "StaffEnrolment",
    "TemplateItem",
    "blank",
    "kinds",
    "only_id",
]
