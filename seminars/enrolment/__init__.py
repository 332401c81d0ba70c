"""Enrolment: who holds a place in a run, who waits for one, who watches the stream."""

from seminars.enrolment._checks import (
    AlreadyEnrolled,
    BusyThen,
    Clash,
    ConditionsNotMet,
    EnrolmentClosed,
    EnrolmentNotOpen,
    NoLiveStream,
    NotEligible,
    RefusedBefore,
)
from seminars.enrolment._held import Places, places_held
from seminars.enrolment._late import NoPlaceLeft, admit_late, give_up_late
from seminars.enrolment._operations import NotEnrolled, RunHasBegun, add_person, enrol, enrol_group, withdraw
from seminars.enrolment._queries import admitted, of_person, place_in_queue, runs_out_of_reach, to_select
from seminars.enrolment._quotas import QuotaExceeded
from seminars.enrolment._recommendations import (
    DeclineReasonMissing,
    RecommendationAnswered,
    RecommendationTooLate,
    confirm_recommendation,
    decline_recommendation,
    latest_recommendations,
)
from seminars.enrolment._roll import Enrolled, counts, members, namesakes, roll, roll_page, waiting_of
from seminars.enrolment._selection import EnrolmentStillOpen, NotUndecided, ReasonMissing, TooManyAdmitted, select
from seminars.enrolment._sweeps import promote_due, remind_due

__all__ = [
    "AlreadyEnrolled",
    "BusyThen",
    "Clash",
    "ConditionsNotMet",
    "DeclineReasonMissing",
    "Enrolled",
    "EnrolmentClosed",
    "EnrolmentNotOpen",
    "EnrolmentStillOpen",
    "NoLiveStream",
    "NoPlaceLeft",
    "NotEligible",
    "NotEnrolled",
    "NotUndecided",
    "Places",
    "QuotaExceeded",
    "ReasonMissing",
    "RecommendationAnswered",
    "RecommendationTooLate",
    "RefusedBefore",
    "RunHasBegun",
    "TooManyAdmitted",
    "add_person",
    "admit_late",
    "admitted",
    "confirm_recommendation",
    "counts",
    "decline_recommendation",
    "enrol",
    "enrol_group",
    "give_up_late",
    "latest_recommendations",
    "members",
    "namesakes",
    "of_person",
    "place_in_queue",
    "places_held",
    "promote_due",
    "remind_due",
    "roll",
    "roll_page",
    "runs_out_of_reach",
    "select",
    "to_select",
    "waiting_of",
    "withdraw",
]
