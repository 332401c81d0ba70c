"""
Questions: up to ten that a base asks everybody who enrols for a run (board, meals, whom to invoice).

The answers are for the person and for the staff of that base alone; rows come from `access`. They are no part of any decision, can be
changed until enrolment ends, go with a withdrawn enrolment, and are deleted sixty days after the run was closed or
cancelled, ninety days after its last day where it never was.
"""

from seminars.questions._answering import (
    AnswerMissing,
    AnswerNotPossible,
    AnswersTooLate,
    change,
    forget,
    forget_due,
    require,
    store,
)
from seminars.questions._asking import Asked, ChoicesMissing, QuestionMissing, TooManyQuestions, ask
from seminars.questions._queries import Line, asked, by_enrolment, in_words, open_to_change

__all__ = [
    "AnswerMissing",
    "AnswerNotPossible",
    "AnswersTooLate",
    "Asked",
    "ChoicesMissing",
    "Line",
    "QuestionMissing",
    "TooManyQuestions",
    "ask",
    "asked",
    "by_enrolment",
    "change",
    "forget",
    "forget_due",
    "in_words",
    "open_to_change",
    "require",
    "store",
]
