"""Programmes: what a base asks for, what a regulator approves, and the immutable versions of it."""

from seminars.programmes._catalogue import Filters, catalogue, search
from seminars.programmes._decisions import (
    ApprovalNumberMissing,
    NotSubmitted,
    ReviewNotComplete,
    approve,
    refuse,
    send_back,
)
from seminars.programmes._facts import (
    BannedWord,
    FactMissing,
    FactNotPossible,
    Facts,
    GuidanceItemMissing,
    GuidanceItemNotInForce,
    HoursNotPositive,
    MinutesDoNotFit,
    PublicCourseNotPublic,
)
from seminars.programmes._guidance import GuidanceFacts, guidance_items, publish_guidance
from seminars.programmes._operations import (
    ApplicationOpen,
    ApplicationSubmitted,
    NotApproved,
    NotRecognised,
    amend,
    draft,
    duplicate,
    save,
    submit,
    withdraw_approval,
)
from seminars.programmes._queries import (
    Change,
    changes,
    decisions,
    may_run,
    of_base,
    versions,
    with_the_base,
)
from seminars.programmes._review import review_is_complete
from seminars.programmes._states import ReasonMissing

__all__ = [
    "ApplicationOpen",
    "ApplicationSubmitted",
    "ApprovalNumberMissing",
    "BannedWord",
    "Change",
    "FactMissing",
    "FactNotPossible",
    "Facts",
    "Filters",
    "GuidanceFacts",
    "GuidanceItemMissing",
    "GuidanceItemNotInForce",
    "HoursNotPositive",
    "MinutesDoNotFit",
    "NotApproved",
    "NotRecognised",
    "NotSubmitted",
    "PublicCourseNotPublic",
    "ReasonMissing",
    "ReviewNotComplete",
    "amend",
    "approve",
    "catalogue",
    "changes",
    "decisions",
    "draft",
    "duplicate",
    "guidance_items",
    "may_run",
    "of_base",
    "publish_guidance",
    "refuse",
    "review_is_complete",
    "save",
    "search",
    "send_back",
    "submit",
    "versions",
    "with_the_base",
    "withdraw_approval",
]
