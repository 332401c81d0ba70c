"""Codes that facts and rulebooks share. A code that is not here does not exist."""

from typing import Literal, get_args

ActivityCode = Literal[
    "class",
    "seminar",
    "public_course",
    "online_course",
    "conference",
    "lecture_given",
    "teaching",
    "overseas",
    "exam_passed",
    "degree_study",
    "further_study",
    "paper",
    "book",
    "textbook",
    "exam_drafting",
    "project",
    "self_study",
    "other",
]
TargetLevel = Literal["junior", "intermediate", "senior"]
StatusCode = Literal["degree_study", "maternity_leave", "sick_leave", "abroad", "secondment"]
Mode = Literal["on_site", "live", "recorded"]
Level = Literal["national", "provincial", "city", "unit"]
Organiser = Literal["hrss", "base", "sector", "own_unit", "other"]
Role = Literal["participant", "lecturer", "leader", "member", "author"]
ReviewLevel = Literal["city", "province"]
Basis = Literal["sourced", "provisional", "reference"]

ReasonCode = Literal[
    "rate",
    "day_only_rate",
    "multiplier",
    "fixed",
    "per_volume",
    "rank",
    "author_share",
    "tier",
    "rounded_down",
    "travel_excluded",
    "rest_excluded",
    "overlap",
    "daily_cap",
    "item_cap",
    "activity_cap",
    "group_cap",
    "category_cap",
    "spread",
    "filled_other_category",
    "attendance_too_low",
    "absences",
    "not_passed",
    "provider_not_recognised",
    "not_approved_in_advance",
    "repeat",
    "same_item",
    "outside_cycle",
    "before_duty",
    "before_title",
    "revoked",
    "unverified",
    "unknown_category",
    "unknown_activity",
    "below_minimum",
    "no_version",
    "too_late",
    "precondition_missing",
    "carried_in",
    "expired",
    "shortfall_first",
    "make_up",
    "prorated",
    "exempt",
    "deferred",
    "extra_specialty",
    "audit_shortfall",
    "missed_minutes",
    "place_not_recognised",
    "made_up_late",
    "made_up_outside",
    "rolling_hours",
    "rolling_claims",
    "share_of_earned",
    "specialty_short",
    "grace",
]

ACTIVITIES: tuple[str, ...] = get_args(ActivityCode)
UNSTATED = "unstated"
