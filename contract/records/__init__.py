"""The kinds of records, one module per area. Importing the package maps them all."""

from contract.records.base import Parent, Problem, Record, blank, kinds, only_id
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
    MeetingState,
    Mode,
    Outcome,
    Presence,
)
from contract.records.minutes import CommentState, Minutes, MinutesComment, MinutesCorrection
from contract.records.networks import Level, MemberState, Network, NetworkMember
from contract.records.staff import AccessState, StaffEnrolment

__all__ = [
    "AccessState",
    "AgendaItem",
    "Attendance",
    "Audience",
    "Category",
    "Comment",
    "CommentState",
    "FollowUp",
    "Guideline",
    "GuidelineKind",
    "ItemMinutes",
    "ItemType",
    "Kindergarten",
    "Level",
    "Meeting",
    "MeetingState",
    "MemberState",
    "Minutes",
    "MinutesComment",
    "MinutesCorrection",
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
    "ReadingReceipt",
    "Record",
    "StaffEnrolment",
    "blank",
    "kinds",
    "only_id",
]
