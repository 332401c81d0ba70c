"""
Access: the only way a view gets a row of seminars.

Whoever may not see a row is answered as if it did not exist (404). Base staff act for the base they belong to on the day;
officers within the region and the sector of their regulator; a professional on the own enrolments.
"""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from learning.accounts import access as accounts
from learning.accounts import people
from learning.accounts.enums import Role, Sector
from learning.accounts.models import Organisation, Person, User
from seminars.enums import UNDECIDED, ApplicationState, EnrolmentKind, EnrolmentState, RecommendationState, RunState
from seminars.models import (
    Answer,
    Application,
    CompletionSheet,
    Enrolment,
    PlannedSeminar,
    PlanSheet,
    Programme,
    Recommendation,
    Run,
    Session,
)

MANAGERS = (Role.BASE_MANAGER,)
STAFF = (Role.BASE_MANAGER, Role.BASE_STAFF)
OFFICERS = (Role.REGULATOR_OFFICER,)


# Base staff


def bases(*, user: User, on: dt.date) -> QuerySet[Organisation]:
    """Return the bases that `user` works for on that day."""
    return accounts.bases_of(user, on, roles=STAFF).select_related("region").order_by("name", "pk")


def base(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> Organisation:
    """Return a base that `user` acts for in one of `roles`."""
    return get_object_or_404(accounts.bases_of(user, on, roles=roles).select_related("region"), pk=pk)


def may_manage(*, user: User, base_id: int, on: dt.date) -> bool:
    """Say whether `user` applies for programmes, opens and closes runs of that base."""
    return accounts.bases_of(user, on, roles=MANAGERS).filter(pk=base_id).exists()


def programme(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> Programme:
    """Return a programme of a base that `user` acts for."""
    rows = Programme.objects.select_related("base__region", "current__guidance_item", "current__approved_by")
    return get_object_or_404(rows, pk=pk, base__in=accounts.bases_of(user, on, roles=roles))


def application(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> Application:
    """Return an application of a base that `user` acts for."""
    rows = Application.objects.select_related("programme__base__region", "guidance_item")
    return get_object_or_404(rows, pk=pk, programme__base__in=accounts.bases_of(user, on, roles=roles))


def run(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> Run:
    """Return a run of a base that `user` acts for."""
    rows = Run.objects.select_related("programme__base__region", "version", "region")
    return get_object_or_404(rows, pk=pk, programme__base__in=accounts.bases_of(user, on, roles=roles))


def session(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> Session:
    """Return a session of a base that `user` acts for."""
    rows = Session.objects.select_related("run__programme__base__region", "run__version", "run__region")
    return get_object_or_404(rows, pk=pk, run__programme__base__in=accounts.bases_of(user, on, roles=roles))


def completion_sheet(*, user: User, pk: int, on: dt.date, roles: Collection[Role] = STAFF) -> CompletionSheet:
    """Return a table of completions of a base that `user` acts for."""
    rows = CompletionSheet.objects.select_related("programme__base", "version", "uploaded_by")
    return get_object_or_404(rows, pk=pk, programme__base__in=accounts.bases_of(user, on, roles=roles))


def planned_seminar(*, user: User, pk: int, on: dt.date) -> PlannedSeminar:
    """Return a row of the plan that a base has which `user` manages, and that nobody took out."""
    rows = PlannedSeminar.objects.select_related("base__region", "guidance_item").filter(withdrawn_at=None)
    return get_object_or_404(rows, pk=pk, base__in=accounts.bases_of(user, on, roles=MANAGERS))


def enrolment_in_base(*, user: User, pk: int, on: dt.date) -> Enrolment:
    """Return an enrolment in a run of a base that `user` acts for."""
    rows = Enrolment.objects.select_related("run__programme__base", "run__version", "person")
    return get_object_or_404(rows, pk=pk, run__programme__base__in=accounts.bases_of(user, on, roles=STAFF))


def answers(*, user: User, run: Run, on: dt.date) -> QuerySet[Answer]:
    """Return what the enrolled of `run` answered its base: for the staff of that base alone, regulators read none of it."""
    own = accounts.bases_of(user, on, roles=STAFF)
    return Answer.objects.filter(question__run=run, question__run__programme__base__in=own)


# Regulators


def applications_in_sight(*, user: User, on: dt.date) -> QuerySet[Application]:
    """Return the applications, once submitted, of the regions and sectors that `user` looks after."""
    seen = accounts.regulated(user, on, region="programme__base__region")
    return Application.objects.filter(seen).exclude(submitted_at=None).select_related("programme__base__region")


def application_in_sight(*, user: User, pk: int, on: dt.date) -> Application:
    """Return an application, once submitted, that a regulator of its region and sector looks at."""
    return get_object_or_404(applications_in_sight(user=user, on=on).select_related("guidance_item"), pk=pk)


def application_to_decide(*, user: User, pk: int, on: dt.date) -> Application:
    """Return an application that `user`, an officer of its region and sector, decides."""
    row = application_in_sight(user=user, pk=pk, on=on)
    if not may_decide(user=user, application=row, on=on):
        raise Http404
    return row


def may_decide(*, user: User, application: Application, on: dt.date) -> bool:
    """Say whether `user` is an officer of the region and sector of `application`, and has not written it."""
    if user.pk in {application.created_by_id, application.submitted_by_id}:
        return False
    region = application.programme.base.region
    return accounts.regulates(user, region=region, sector=application.sector, on=on, deciding=True)


def deciding_organisation(*, user: User, application: Application, on: dt.date) -> Organisation:
    """Return the regulator in whose name `user` decides `application`: the nearest one."""
    path = application.programme.base.region.path
    regulators = accounts.regulators_of(user, on, roles=OFFICERS).select_related("region")
    able = [
        one
        for one in regulators
        if path.startswith(one.region.path) and one.sector in {Sector.GENERAL, application.sector}
    ]
    if not able:
        raise Http404
    return max(able, key=lambda one: (len(one.region.path), one.sector != Sector.GENERAL, -one.pk))


def waiting_for_decision(*, user: User, on: dt.date) -> QuerySet[Application]:
    """Return the applications in sight that nobody has decided yet, the longest waiting first."""
    waiting = applications_in_sight(user=user, on=on).filter(state=ApplicationState.SUBMITTED)
    return waiting.order_by("submitted_at", "pk")


def runs_in_sight(*, user: User, on: dt.date) -> QuerySet[Run]:
    """Return the runs of bases and sectors that `user` looks after."""
    seen = accounts.regulated(user, on, region="programme__base__region", sector="version__sector")
    return Run.objects.filter(seen).select_related("version", "programme__base").order_by("starts_on", "pk")


def require_regulator(*, user: User, on: dt.date) -> None:
    """Do nothing if `user` acts for a regulator; the pages of regulators do not exist for others."""
    if not accounts.regulators_of(user, on).exists():
        raise Http404


def programmes_in_sight(*, user: User, on: dt.date) -> QuerySet[Programme]:
    """Return the programmes of bases and sectors that `user` looks after."""
    seen = accounts.regulated(user, on, region="base__region", sector="current__sector")
    return Programme.objects.filter(seen)


def completion_sheets_in_sight(*, user: User, on: dt.date) -> QuerySet[CompletionSheet]:
    """Return the tables of completions that bases of the regions and sectors that `user` looks after handed in."""
    seen = accounts.regulated(user, on, region="programme__base__region", sector="version__sector")
    return CompletionSheet.objects.filter(seen).select_related("programme__base", "version", "uploaded_by")


def completion_sheet_in_sight(*, user: User, pk: int, on: dt.date) -> CompletionSheet:
    """Return a table of completions of a region and sector that `user` looks after."""
    return get_object_or_404(completion_sheets_in_sight(user=user, on=on), pk=pk)


def provincial_office(*, user: User, on: dt.date) -> Organisation | None:
    """Return the general office of the province for which `user` decides, if there is one."""
    offices = accounts.regulators_of(user, on, roles=OFFICERS).filter(region__depth=1, sector=Sector.GENERAL)
    return offices.order_by("pk").first()


def require_provincial_office(*, user: User, on: dt.date) -> Organisation:
    """Return the general office of the province for which `user` decides; its pages do not exist for others."""
    office = provincial_office(user=user, on=on)
    if office is None:
        raise Http404
    return office


def plan_sheet(*, user: User, pk: int, on: dt.date) -> PlanSheet:
    """Return a sheet of the yearly plan; provincial officers alone handle them."""
    require_provincial_office(user=user, on=on)
    return get_object_or_404(PlanSheet.objects.select_related("uploaded_by", "applied_by", "office"), pk=pk)


# Employers


def recommendations(*, user: User, on: dt.date) -> QuerySet[Recommendation]:
    """Return what `user`'s employer was asked to recommend, of people who work there, newest first; nobody recommends themselves."""
    employers = accounts.employers_of(user, on)
    if not employers.exists():
        raise Http404
    rows = Recommendation.objects.filter(
        employer__in=employers.values("pk"), enrolment__person__in=accounts.people_employed(user, on).values("pk")
    )
    rows = rows.exclude(enrolment__person__in=accounts.own_records(user))
    return rows.select_related("enrolment__run__version", "enrolment__run__programme__base", "employer").order_by("-pk")


def recommendations_to_answer(*, user: User, on: dt.date) -> QuerySet[Recommendation]:
    """Return what `user`'s employer still has to answer, longest waiting first."""
    still_matters = recommendations(user=user, on=on).filter(
        state=RecommendationState.ASKED,
        enrolment__state__in=UNDECIDED,
        enrolment__run__state=RunState.OPEN,
    )
    return still_matters.order_by("asked_at", "pk")


def recommendation(*, user: User, pk: int, on: dt.date) -> Recommendation:
    """Return one recommendation that `user`'s employer was asked for."""
    return get_object_or_404(recommendations(user=user, on=on), pk=pk)


# Everybody, and professionals


def public_run(*, pk: int) -> Run:
    """Return a run: its facts and dates are open to everybody."""
    rows = Run.objects.select_related(
        "programme__base__region", "version__guidance_item", "version__approved_by", "region"
    )
    return get_object_or_404(rows, pk=pk)


def own_enrolment(*, person: Person, pk: int) -> Enrolment:
    """Return an enrolment of `person`, under whatever record of theirs it is."""
    return get_object_or_404(enrolments_of(person_ids=people.joined([person.pk])[person.pk]), pk=pk)


def own_answers(*, person: Person, enrolment: Enrolment) -> QuerySet[Answer]:
    """Return what `person` answered the base of an own enrolment."""
    return Answer.objects.filter(enrolment=enrolment.pk, enrolment__person__in=people.joined([person.pk])[person.pk])


def enrolments_of(*, person_ids: Collection[int]) -> QuerySet[Enrolment]:
    """Return the enrolments of one human's records, newest first; `turn` is how many wait until it is their turn, themselves included."""
    rows = Enrolment.objects.filter(person__in=person_ids).select_related("run__programme__base", "run__version")
    queue = Enrolment.objects.filter(
        run=OuterRef("run"), kind=EnrolmentKind.PARTICIPANT, state=EnrolmentState.WAITING, rank__lte=OuterRef("rank")
    )
    length = queue.order_by().values("run").annotate(length=Count("pk")).values("length")
    return rows.annotate(turn=Subquery(length)).order_by("-enrolled_at", "-pk")
