"""The table of addresses: what each role is answered at every named address of the site."""

from dataclasses import dataclass
from typing import Any

SIGN_IN, SECOND_FACTOR, JOIN = "sign in", "second factor", "join"
Answer = int | str

ROLES = (
    "anonymous",
    "owner",  # the professional whose rows are asked for
    "other",  # another professional, of another city
    "no_record",  # a login that is joined to no record
    "manager",  # of the base that owns the rows
    "staff",  # of the same base
    "other_manager",  # of a base in another city
    "officer",  # of the regulator of the city
    "viewer",  # of the same regulator
    "other_officer",  # of the regulator of another city
    "other_sector",  # an officer of the province, for accounting only
    "province",  # an officer of the province
    "employer",  # staff of the employer of the owner
    "no_factor",  # a manager of the owning base who has set up no second factor
)
SIGNED_IN = tuple(role for role in ROLES if role not in {"anonymous", "no_factor"})
PEOPLE = ("owner", "other")
BASES = ("manager", "staff", "other_manager")
OWN_BASE = ("manager", "staff")
OFFICERS = ("officer", "other_officer", "other_sector", "province")
REGULATORS = (*OFFICERS, "viewer")
DECIDING = ("officer", "province")  # about a matter of the city
LOOKING = (*DECIDING, "viewer")
MODERATING = ("officer", "other_officer", "province")
EDITING = ("manager", "other_manager", "officer", "other_officer", "province")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One address, asked in one way: what each role is answered."""

    name: str
    args: tuple[str, ...]
    method: str
    answers: dict[str, Answer]
    is_public: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}({', '.join(self.args)})"

    @property
    def opens_to(self) -> list[str]:
        """Return the roles that are let in."""
        return [role for role, answer in self.answers.items() if answer in {200, 302}]


def line(name: str, *args: str, post: bool = False, **answers: Answer) -> Line:
    """Return a line in which whoever is not named is led to sign in, or answered 404."""
    usual: dict[str, Answer] = dict.fromkeys(ROLES, 404)
    usual |= {"anonymous": SIGN_IN, "no_factor": SECOND_FACTOR}
    return Line(name=name, args=args, method="POST" if post else "GET", answers={**usual, **answers})


def of(name: str, *args: str, to: tuple[str, ...], post: bool = False, code: Answer = 200) -> Line:
    """Return the line of something that opens to some roles."""
    return line(name, *args, post=post, **dict.fromkeys(to, code))


def public(name: str, *args: str, post: bool = False, code: Answer = 200) -> Line:
    """Return the line of something that answers everybody the same; staff set up their second factor even so."""
    answers: dict[str, Answer] = {**dict.fromkeys(ROLES, code), "no_factor": SECOND_FACTOR}
    return Line(name=name, args=args, method="POST" if post else "GET", answers=answers, is_public=True)


def personal(name: str, *args: str, post: bool = False, to: tuple[str, ...] = PEOPLE, code: Answer = 200) -> Line:
    """Return the line of something about the own record; whoever has none is led to joining it."""
    others: dict[str, Answer] = {role: 404 if role in PEOPLE else JOIN for role in SIGNED_IN}
    return line(name, *args, post=post, **{**others, **dict.fromkeys(to, code)})


def both(make: Any, name: str, *args: str, sent: Answer = 200, **how: Any) -> tuple[Line, Line]:
    """Return the lines of a form: looked at, and sent empty."""
    return make(name, *args, **how), make(name, *args, **{**how, "post": True, "code": sent})


DESKS = (
    # Open even before the second factor: somebody must be able to read what is asked.
    *(
        Line(name=f"choose-{what}", args=(), method="POST", answers=dict.fromkeys(ROLES, 302), is_public=True)
        for what in ("language", "type")
    ),
    public("styleguide", code=404),  # in development only
    public("health"),
    public("metrics", code=404),  # without the token
    public("own-calendar", "calendar"),
    of("home", to=SIGNED_IN, code=302),
    personal("my-hours"),
    personal("my-learning"),
    of("today", to=BASES),
    of("decisions", to=REGULATORS),
    of("overview", to=REGULATORS),
    of("indicator", "PERSONS", to=REGULATORS),
)

ACCOUNTS = (
    *both(of, "accounts:join", to=SIGNED_IN),
    of("accounts:join-prove", to=SIGNED_IN, code=JOIN),
    of("accounts:join-send-code", to=SIGNED_IN, post=True, code=JOIN),
    of("accounts:join-confirm-code", to=SIGNED_IN, post=True, code=JOIN),
    of("accounts:join-contest", to=SIGNED_IN, post=True, code=JOIN),
    public("accounts:privacy"),
    *both(of, "accounts:consent", to=SIGNED_IN),
    *both(of, "accounts:confirm-in-person", to=(*BASES, *OFFICERS, "employer")),
    of("accounts:settings", to=SIGNED_IN),
    personal("accounts:changes"),
    personal("accounts:state-change", code=302),
    personal("accounts:state-change", post=True, code=302),
    of("accounts:waiting-changes", to=(*OFFICERS, "employer")),
    *both(of, "accounts:decide-change", "change", to=(*DECIDING, "employer")),
    of("accounts:evidence", "paper", to=("owner", *DECIDING, "employer")),
    *both(of, "accounts:correct-name", to=(*BASES, *OFFICERS, "employer")),
    of("accounts:record", "person", to=DECIDING),
    *both(of, "accounts:state-fact", "person", to=DECIDING),
    *both(of, "accounts:void-fact", "person", "fact", to=DECIDING),
    *both(of, "accounts:rename", "person", to=DECIDING),
    *both(of, "accounts:join-records", "person", to=DECIDING),
    *both(of, "accounts:unjoin-records", "person", to=DECIDING),
    of("accounts:contests", to=OFFICERS),
    of("accounts:decide-contest", "contest", to=DECIDING, post=True, code=302),
    of("accounts:organisations", to=SIGNED_IN),
    of("accounts:organisation", "base", to=(*OWN_BASE, *DECIDING)),
    of("accounts:organisation", "base", to=("manager", *DECIDING), post=True),
    of("accounts:organisation", "regulator", to=("officer", "viewer")),
    of("accounts:organisation", "regulator", to=("officer",), post=True),
    *both(of, "accounts:organisation", "employer", to=("employer", *DECIDING)),
    of("accounts:dismiss", "membership", to=("manager", *DECIDING), post=True, code=302),
    of("accounts:dismiss", "officer_membership", to=("officer",), post=True, code=302),
    of("accounts:withdraw-invitation", "invitation", to=("manager", *DECIDING), post=True, code=302),
    of("accounts:new-password", to=SIGNED_IN, code=302),
    of("accounts:new-password", to=SIGNED_IN, post=True, code=302),
    # Of the demo only; this is not the demo.
    public("accounts:outbox", code=404),
    public("accounts:demo-code", code=404),
)

HOURS = (
    personal("credits:my-hours"),
    personal("credits:timeline"),
    personal("credits:earlier-years"),
    personal("credits:hours-sheet"),
    personal("credits:title-check"),
    personal("credits:title-picture", code=302),
    personal("credits:hours-picture"),
    personal("credits:transcript"),
    personal("credits:ask-register", post=True, code=302),
    personal("credits:transcript-pdf"),
    personal("credits:transcript-json"),
    personal("credits:looks"),
    personal("credits:entry", "entry", to=("owner",)),
    personal("credits:standing", "standing", to=("owner",)),
    personal("credits:certificates"),
    personal("credits:certificate", "certificate", to=("owner",)),
    personal("credits:certificate-picture", "certificate", to=("owner",)),
    personal("credits:certificate-file", "certificate", to=("owner",)),
    *both(personal, "credits:certificate-shares", "certificate", to=("owner",)),
    personal("credits:end-share", "certificate", "share", post=True, to=("owner",), code=302),
    public("credits:shared", "shared"),
    public("credits:shared", "number", code=404),
    public("credits:shared-picture", "shared"),
    public("credits:shared-file", "shared"),
    *both(public, "credits:verify"),
    *both(public, "credits:verify-files", code=302, sent=200),
    public("credits:ended-keys"),
    public("credits:verify-statement", "token"),
    public("credits:verify-statement", "number", code=404),
    public("credits:verify-token", "token"),
    public("credits:verify-token", "number", code=404),
    *both(public, "credits:ledger"),
    public("credits:heads"),
    public("credits:heads-feed"),
    public("credits:heads-growth", code=400),
    personal("credits:inbox"),
    personal("credits:mark-read", post=True, code=302),
    *both(personal, "credits:channels"),
    personal("credits:change-calendar", post=True, code=302),
    personal("credits:try-address", "channel", post=True, code=302),
    *both(public, "credits:unsubscribe", "unsubscribe"),
    of("credits:given-up", to=REGULATORS),
    of("credits:send-again", "delivery", to=DECIDING, post=True, code=302),
    of("credits:register-messages", "person", to=LOOKING),
    of("credits:register-letter", "person", "delivery", to=LOOKING),
    *both(of, "credits:register", to=REGULATORS),
    *both(of, "credits:register-record", "person", to=LOOKING),
    of("credits:register-transcript", "person", to=LOOKING),
    of("credits:register-transcript-pdf", "person", to=LOOKING),
    of("credits:register-transcript-json", "person", to=LOOKING),
    of("credits:stopped-certificates", to=REGULATORS),
    of("credits:stopped-certificates", to=OFFICERS, post=True, code=302),
    of("credits:fallen-certificates", to=REGULATORS),
    of("credits:certificate-batches", to=(*OFFICERS, "manager", "other_manager")),
    *both(of, "credits:new-certificate-batch", to=OFFICERS),
    of("credits:certificate-batch", "batch", to=("officer",)),
    of("credits:certificate-batch-again", "batch", to=("officer",), post=True, code=302),
    of("credits:certificate-batch-file", "batch", to=("officer",)),
    of("credits:certificate-batch", "base_batch", to=("manager",)),
    of("credits:certificate-batch-again", "base_batch", to=("manager",), post=True, code=302),
    of("credits:certificate-batch-file", "base_batch", to=("manager",)),
    *both(of, "credits:decide-fallen", "proposal", to=DECIDING),
    of("credits:designs", to=("province",)),
    of(
        "credits:new-design", to=("province",), post=True, code=404
    ),  # without a kind; with one: tests/credits/certificates/test_designs.py
    of("credits:design", "design", to=("province",)),
    *both(of, "credits:design", "design_draft", to=("province",)),
    of("credits:preview-design", "design_draft", to=("province",), post=True),
    *both(of, "credits:publish-design", "design_draft", to=("province",)),
    *both(of, "credits:discard-design", "design_draft", to=("province",)),
    of("credits:register-certificates", "person", to=LOOKING),
    *both(of, "credits:change-certificate", "person", "certificate", to=DECIDING),
    of("credits:register-entry", "person", "entry", to=LOOKING),
    of("credits:register-entry", "person", "foreign_entry", to=()),
    *both(of, "credits:reverse-claim", "person", "claim", to=DECIDING),
    *both(of, "credits:reverse-claim", "person", "foreign_claim", to=()),
    of("credits:register-standing", "person", "standing", to=LOOKING),
    of("credits:register-standing", "person", "foreign_standing", to=()),
    *both(of, "credits:openings", to=OFFICERS),
    of("credits:opening-template", to=OFFICERS),
    of("credits:opening-sheet", "opening_sheet", to=("officer",)),
    of("credits:opening-receipt", "opening_sheet", to=("officer",)),
    of("credits:confirm-sheet", "opening_sheet", to=("officer",), post=True, code=302),
    of("credits:compliance", to=REGULATORS),
    of("credits:compliance-exports", to=REGULATORS),
    of("credits:compliance-exports", to=REGULATORS, post=True, code=302),
    of("credits:compliance-export-file", "export", to=("officer",)),
    of("credits:reminder-kinds", to=("province",)),
    of("credits:reminder-kind", "kind", to=("province",)),
    *both(of, "credits:edit-reminder-kind", "kind", to=("province",)),
    *both(of, "credits:new-kind-example", "kind", to=("province",)),
    *both(of, "credits:kind-example", "kind", "kind_example", to=("province",)),
    of("credits:publish-reminder-kind", "kind", to=("province",), post=True, code=302),
    of("credits:discard-reminder-kind", "kind", to=("province",), post=True, code=302),
    of("credits:pause-reminder-kind", "kind", to=("province",), post=True, code=302),
    of("credits:preview-reminder-kind", "kind", to=("province",)),
    *both(of, "credits:title-windows", to=("province",)),
    of("credits:withdraw-title-window", "window", to=("province",), post=True, code=302),
    public("credits:rulebooks"),
    public("credits:rulebook", "rulebook"),
    line("credits:rulebook", "draft_rulebook", anonymous=404, province=200),
    *both(of, "credits:publish-rulebook", "draft_rulebook", to=("province",)),
    *both(of, "credits:new-rulebook", to=("province",)),
    *both(of, "credits:edit-rulebook", "draft_rulebook", to=("province",)),
    *both(of, "credits:rulebook-values", "draft_rulebook", to=("province",)),
    public("credits:rulebook-changes", "rulebook"),
    line("credits:rulebook-changes", "draft_rulebook", anonymous=404, province=200),
    *both(of, "credits:discard-rulebook", "draft_rulebook", to=("province",)),
    *both(of, "credits:retire-rulebook", "rulebook", to=("province",)),
    of("credits:rulebook-examples", "draft_rulebook", to=("province",)),
    *both(of, "credits:add-rulebook-example", "draft_rulebook", to=("province",)),
    *both(of, "credits:rulebook-example", "draft_rulebook", "rulebook_example", to=("province",)),
    of("credits:rulebook-ties", to=("province",)),
    of("credits:simulations", "draft_rulebook", to=("province",)),
    of("credits:simulate", "draft_rulebook", to=("province",), post=True, code=302),
    of("credits:simulation", "simulation", to=("province",)),
    of("credits:simulation-persons", "simulation", to=("province",)),
    *both(of, "credits:simulation-person", "simulation", "person", to=("province",)),
    *both(of, "credits:redecide", "simulation", to=("province",)),
)

SEMINARS = (
    of("seminars:base", to=BASES, code=302),
    of("seminars:base-programmes", "base", to=OWN_BASE),
    *both(of, "seminars:write-application", "base", to=("manager",)),
    *both(of, "seminars:application", "application", to=OWN_BASE, sent=302),
    *both(of, "seminars:application", "foreign_draft", to=("other_manager",), sent=302),
    of("seminars:duplicate-programme", "programme", to=("manager",), post=True, code=302),
    *both(of, "seminars:application-step", "foreign_draft", "step", to=("other_manager",)),
    of("seminars:programme", "programme", to=OWN_BASE),
    *both(of, "seminars:amend-programme", "programme", to=("manager",)),
    *both(of, "seminars:open-run", "programme", to=("manager",)),
    *both(of, "seminars:cancel-run", "run", to=("manager",)),
    *both(of, "seminars:base-run", "run", to=OWN_BASE),
    of("seminars:add-person", "run", to=OWN_BASE, post=True),
    of("seminars:people-table", "run", to=OWN_BASE),
    *both(of, "seminars:run-questions", "run", to=OWN_BASE),
    *both(of, "seminars:run-notice", "run", to=OWN_BASE),
    *both(of, "seminars:take-off", "enrolment", to=OWN_BASE, sent=302),
    *both(of, "seminars:run-selection", "run", to=OWN_BASE),
    of("seminars:run-sessions", "run", to=OWN_BASE),
    *both(of, "seminars:file-change", "session", to=OWN_BASE),
    of("seminars:sign-in-sheet", "run", "day", to=OWN_BASE),
    of("seminars:run-attendance", "run", to=OWN_BASE),
    *both(of, "seminars:session", "session", to=OWN_BASE),
    *both(of, "seminars:correct-session", "session", to=OWN_BASE, code=302, sent=302),
    of("seminars:run-hours", "run", to=OWN_BASE),
    of("seminars:roster-sheet", "run", to=OWN_BASE),
    of("seminars:run-closing", "run", to=OWN_BASE),
    of("seminars:close-run", "run", to=("manager",), post=True, code=302),
    *both(of, "seminars:run-deliverables", "run", to=OWN_BASE, sent=302),
    *both(of, "seminars:extend-deliverable", "run", to=OWN_BASE),
    *both(of, "seminars:handed-in", "handed_in", to=OWN_BASE),
    of("seminars:handed-in-file", "handed_in", to=("owner", *OWN_BASE, *LOOKING)),
    of("seminars:deliverables-in-sight", to=REGULATORS),
    of("seminars:run-deliverables-in-sight", "run", to=LOOKING),
    of("seminars:handed-in-in-sight", "handed_in", to=LOOKING),
    of("seminars:run-certificates", "run", to=OWN_BASE, code=302),  # it is not closed
    of("seminars:run-certificates", "closed_run", to=OWN_BASE),
    of("seminars:run-certificates", "closed_run", to=("manager",), post=True, code=302),
    of("seminars:plan", to=REGULATORS),
    of("seminars:plan", to=("province",), post=True),
    of("seminars:plan-of-year", "year", to=REGULATORS),
    of("seminars:plan-template", "year", to=REGULATORS),
    of("seminars:plan-sheet", "plan_sheet", to=("province",)),
    of("seminars:apply-plan", "plan_sheet", to=("province",), post=True, code=302),
    of("seminars:plan-of-base", "base", to=OWN_BASE),
    of("seminars:apply-under", "planned", to=("manager",), post=True, code=302),
    public("seminars:guidance"),
    public("seminars:guidance-sheet"),
    public("seminars:guidance-version", "guidance"),
    public("seminars:guidance-version", "guidance_draft", code=404),
    of("seminars:guidance-versions", to=REGULATORS),
    of("seminars:guidance-versions", to=("province",), post=True),
    of("seminars:compare-guidance", "guidance_draft", to=REGULATORS),
    of("seminars:publish-guidance", "guidance_draft", to=("province",), post=True, code=302),
    of("seminars:discard-guidance", "guidance_draft", to=("province",), post=True, code=302),
    of("seminars:demand", "year", to=REGULATORS),
    of("seminars:completions", "alone", to=OWN_BASE),
    of("seminars:completions", "alone", to=("manager",), post=True),
    of("seminars:completions", "programme", to=()),  # it has runs
    of("seminars:completion-template", "alone", to=OWN_BASE),
    of("seminars:completion-sheet", "completion_sheet", to=OWN_BASE),
    of("seminars:completion-receipt", "completion_sheet", to=OWN_BASE),
    of("seminars:completions-in-sight", to=REGULATORS),
    of("seminars:completion-rows", "completion_sheet", to=LOOKING),
    of("seminars:confirm-completions", "completion_sheet", to=("manager",), post=True, code=302),
    of("seminars:run-corrections", "closed_run", to=OWN_BASE),
    of("seminars:run-corrections", "run", to=()),  # it is not closed
    *both(of, "seminars:ask-correction", "closed_run", to=("manager",)),
    of("seminars:correction-paper", "correction_paper", to=(*OWN_BASE, *LOOKING)),
    of("seminars:corrections", to=REGULATORS),
    of("seminars:decide-correction", "correction", to=LOOKING),
    of("seminars:decide-correction", "correction", to=DECIDING, post=True),
    of("seminars:foresee-correction", "correction", to=LOOKING, post=True, code=302),
    of("seminars:applications", to=REGULATORS),
    of("seminars:recommendations", to=("employer",)),
    *both(of, "seminars:recommendation", "recommendation", to=("employer",)),
    of("seminars:decide-application", "application", to=LOOKING),
    of("seminars:decide-application", "application", to=DECIDING, post=True),
    *both(of, "seminars:decide-application", "foreign_draft", to=()),
    public("seminars:run", "run"),
    # Nothing is typed in this form: whoever is signed out is led to sign in, and back to the run.
    line(
        "seminars:enrol",
        "run",
        post=True,
        **{**dict.fromkeys(SIGNED_IN, JOIN), **dict.fromkeys(PEOPLE, 302), "anonymous": SIGN_IN},
    ),
    *both(personal, "seminars:withdraw", "enrolment", to=("owner",), sent=302),
    *both(personal, "seminars:own-answers", "enrolment", to=("owner",)),
    *both(personal, "seminars:hand-in", "enrolment", to=("owner",)),
)

NO_TAGS = (("cms:no-tags",), ("cms:no-tags-of-model", "app", "model"))

PAGES = (
    public("cms:catalogue"),
    public("cms:suggestions"),
    personal("cms:saved-searches"),
    personal("cms:save-search", post=True, code=302),
    personal("cms:forget-search", "saved_search", post=True, to=("owner",), code=302),
    public("cms:search"),
    of("cms:moderation", to=MODERATING),
    of("cms:approve-small", to=MODERATING, post=True, code=302),
    of("cms:deputies", to=MODERATING),
    of("cms:deputies", to=(), post=True),  # an empty form names nobody
    *both(of, "cms:synonyms", to=("province",)),
    *both(of, "cms:synonym", "synonyms", to=("province",)),
    public("cms:feed"),
    public("cms:notice-feed"),
    public("cms:base-feed", "base"),
    public("cms:sector-feed", "industry"),
    public("cms:search-feed", "search_feed"),
    public("cms:run-calendar", "run"),
    public("cms:run-notice", "run"),
    public("cms:run-poster", "run"),
    public("cms:programme-calendar", "programme"),
    public("cms:base-calendar", "base"),
    public("cms:sitemap"),
    public("cms:robots"),
    public("cms:closed-sign-in", code=404),
    public("cms:closed-password-reset", code=404),
    public("cms:closed-report", code=404),
    public("cms:closed-report-results", code=404),
    public("cms:closed-choice", code=404),
    *(line(f"cms:report-on-{what}", anonymous=404) for what in ("history", "workflows", "tasks", "locks")),
    # The admin is found by editors and moderators only; strangers are not even led to sign in.
    *(line(name, *args, anonymous=404, **dict.fromkeys(EDITING, 200)) for name, *args in NO_TAGS),
)

TABLE = (*DESKS, *ACCOUNTS, *HOURS, *SEMINARS, *PAGES)
