"""The world of the table of addresses: the demo province, everybody who may ask, and the rows they ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms import catalogue, saved_searches, search
from cms.management.province import LOGINS
from credits import access as hours
from credits import certificates, compliance, openings, reminders, simulation
from credits.models import (
    Certificate,
    CertificateDesign,
    CertificateProposal,
    Claim,
    Delivery,
    Entry,
    LetterFrame,
    Reminder,
    RulebookVersion,
    Standing,
)
from credits.reminders import _unsubscribing
from learning.accounts import changes, joining, organisations, people
from learning.accounts.enums import ChangeKind, ContactKind, DocumentKind, OrganisationKind, Role
from learning.accounts.models import Membership, Organisation, Person, PersonContact, PersonLogin, User
from learning.accounts.web.demo import FACTOR_SECRET
from learning.settings import dev
from seminars import completions, corrections, deliverables, guidance, planning, programmes, questions
from seminars.enums import CorrectionKind
from seminars.models import Application, Deliverable, Enrolment, PlannedSeminar, Recommendation, Run
from tests import databases
from tests.conftest import opened

# Everybody of the demo who asks, by the name that the table gives them.
OF_THE_DEMO = {
    "owner": "professional",
    "other": "short",
    "manager": "base",
    "other_manager": "base_wuxi",
    "officer": "nanjing",
    "other_officer": "wuxi",
    "province": "province",
}
PURPOSE = "核对职称评审材料"
CONTEST_REASON = "登录人不是我本人"
PAPER, INVITED = "录取通知书扫描件.pdf", "+8613700000001"
ANSWER = "江苏某某测试技术有限公司（税号）"
WORK = "测试工位改进的论文初稿.pdf"
NANJING, WUXI = "320100", "320200"


class World:
    """Who asks, and which rows there are to ask for. Every row lies in Nanjing, but for those called `foreign…`."""

    def __init__(self, *, at: datetime) -> None:
        self.at, self.today = at, timezone.localdate(at)
        self.users = {role: User.objects.get(mobile=LOGINS[key].mobile) for role, key in OF_THE_DEMO.items()}
        self.base = Organisation.objects.get(kind=OrganisationKind.BASE, region=NANJING)
        self.regulator = Organisation.objects.get(kind=OrganisationKind.REGULATOR, region=NANJING)
        self.person = _person(self.users["owner"])
        self.employer = Organisation.objects.get(
            pk=people.on_day([self.person.pk], self.today)[self.person.pk].employer_id
        )
        self._appoint_the_missing()
        self._contest()
        self.rows = {**self._organisations(), **self._hours(), **self._foreign_hours(), **self._seminars()}
        saved = _saved(self.person, self.at)
        self.rows |= {"saved_search": saved.pk, "search_feed": saved.feed_key, **_told(self.person, self.at)}
        self._look()
        self.sessions = {role: _signed_in(user) for role, user in self.users.items()}

    def _appoint_the_missing(self) -> None:
        accountants = Organisation.objects.get(kind=OrganisationKind.REGULATOR, sector="ACCOUNTING")
        for number, (name, organisation, role) in enumerate(
            (
                ("staff", self.base, Role.BASE_STAFF),
                ("viewer", self.regulator, Role.REGULATOR_VIEWER),
                ("other_sector", accountants, Role.REGULATOR_OFFICER),
                ("employer", self.employer, Role.EMPLOYER_STAFF),
                ("no_factor", self.base, Role.BASE_MANAGER),
                ("no_record", None, None),
            )
        ):
            user = self.users[name] = User.objects.create_user(mobile=f"+8613600000{number:03d}", name="测试")
            if name != "no_factor":
                TOTP.activate(user, FACTOR_SECRET)
            if organisation and role:
                self._appoint(user, organisation, role)

    def _appoint(self, user: User, organisation: Organisation, role: Role) -> None:
        organisations.appoint(
            user=user, organisation=organisation, role=role, since=self.today, by=self.users["province"], at=self.at
        )

    def _contest(self) -> None:
        found = joining.begin(
            user=self.users["no_record"],
            name=LOGINS["professional"].name,
            document_kind=DocumentKind.RESIDENT_ID,
            number=people.full_number(self.person),
            agrees=True,
            address=None,
            at=self.at,
        )
        assert isinstance(found, joining.Found)
        joining.contest(attempt=found.attempt, reason=CONTEST_REASON, at=self.at)

    def _look(self) -> None:
        # Whoever may look has said what for, so that a line of a record opens at once.
        for role in ("officer", "viewer", "province"):
            hours.note_look(user=self.users[role], pk=self.person.pk, purpose=PURPOSE, at=self.at)

    def _organisations(self) -> dict[str, Any]:
        return {
            "base": self.base.pk,
            "regulator": self.regulator.pk,
            "employer": self.employer.pk,
            "membership": Membership.objects.get(user=self.users["staff"]).pk,
            "officer_membership": Membership.objects.get(user=self.users["officer"]).pk,
            **self._told(),
            "invitation": organisations.invite(
                mobile=INVITED,
                organisation=self.base,
                role=Role.BASE_STAFF,
                since=self.today,
                by=self.users["manager"],
                at=self.at,
            ).pk,
            "fact": people.facts([self.person.pk])[0].pk,
            "contest": PersonLogin.objects.get(person=self.person, ended_at=None).pk,
            "paper_name": PAPER,
            "invited": INVITED,
        }

    def _told(self) -> dict[str, int]:
        told = changes.state(
            person=self.person,
            kind=ChangeKind.DEGREE_STUDY,
            since=self.today,
            papers=[SimpleUploadedFile(PAPER, b"%PDF-1.7")],
            by=self.users["owner"],
            at=self.at,
        )
        return {"change": told.pk, "paper": told.evidence.get().pk}

    def _hours(self) -> dict[str, Any]:
        certificate = Certificate.objects.filter(person=self.person).order_by("pk")[0]
        published = RulebookVersion.objects.filter(status="PUBLISHED").order_by("pk")[0]
        return {
            **_record_of(self.person),
            "certificate": certificate.pk,
            "number": certificate.number,
            "token": certificate.token,
            "export": self._export(),
            "batch": self._batch("officer", self.regulator, "YEAR"),
            "base_batch": self._batch("manager", self.base, "COMPLETION"),
            **self._shared(certificate),
            **self._papers(certificate),
            "opening_sheet": openings.check(
                file=_sheet(self.person), by=self.users["officer"], office=self.regulator, at=self.at
            ).pk,
            "purpose": PURPOSE,
            "contest_reason": CONTEST_REASON,
            "kind": "RUN_BEGINS",
            "kind_example": 0,
            "window": self._window(),
            "rulebook": published.pk,
            **_drafted(),
            "simulation": self._simulation(),
        }

    def _batch(self, role: str, organisation: Organisation, kind: str) -> int:
        mine = hours.batches(user=self.users[role], on=self.today)
        facts = {"organisation": organisation, "by": self.users[role]}
        return mine.create(kind=kind, name="2025", created_at=self.at, not_before=self.at, **facts).pk

    def _shared(self, certificate: Certificate) -> dict[str, Any]:
        made = certificates.share(
            certificate=certificate, purpose=PURPOSE, until_on=self.today, by=self.users["owner"], at=self.at
        )
        return {"share": made.pk, "shared": certificates.share_token(made)}

    def _window(self) -> int:
        return reminders.state_window(
            series="general",
            region=self.regulator.region,
            opens_on=self.today,
            closes_on=self.today,
            reference="宁人社函〔2026〕12号",
            by=self.users["province"],
            at=self.at,
        ).pk

    def _papers(self, certificate: Certificate) -> dict[str, int]:
        proposal = CertificateProposal.objects.create(certificate=certificate, counted=100, found_at=self.at)
        draft = certificates.begin_design(kind="YEAR", by=self.users["province"], at=self.at)
        used = CertificateDesign.objects.get(kind="YEAR", number=1)
        return {"proposal": proposal.pk, "design": used.pk, "design_draft": draft.pk}

    def _simulation(self) -> int:
        draft = RulebookVersion.objects.get(pk=_drafted()["draft_rulebook"])
        made = simulation.start(version=draft, by=self.users["province"], at=self.at)
        simulation.run_due(at=self.at)
        return made.pk

    def _export(self) -> int:
        sights = hours.sights(user=self.users["officer"], on=self.today)
        export = compliance.order_export(
            choice=compliance.Choice(sights=sights, year=self.today.year),
            kind="CSV",
            language="zh-hans",
            by=self.users["officer"],
            at=self.at,
        )
        compliance.export_due(at=self.at)
        return export.pk

    def _correction(self) -> dict[str, Any]:
        """Ask for a correction of the owner's hours in a run of Nanjing that is closed."""
        places = Enrolment.objects.filter(person=self.person, run__state="CLOSED", run__programme__base=self.base)
        run: Run = places.select_related("run").order_by("pk")[0].run
        asked = corrections.ask(
            run=run,
            kind=CorrectionKind.NOT_PRESENT,
            person=self.person,
            reason="签到表抄录有误",
            papers=[SimpleUploadedFile("签到表.pdf", b"%PDF-1.7")],
            by=self.users["manager"],
            at=self.at,
        )
        return {"closed_run": run.pk, "correction": asked.pk, "correction_paper": asked.evidence.get().pk}

    def _foreign_hours(self) -> dict[str, Any]:
        return {f"foreign_{name}": key for name, key in _record_of(_person(self.users["other"])).items()}

    def _seminars(self) -> dict[str, Any]:
        enrolments = Enrolment.objects.filter(person=self.person, run__state="OPEN")
        enrolment = enrolments.select_related("run").order_by("pk")[0]
        run: Run = enrolment.run
        application = Application.objects.get(programme__base=self.base, state="SUBMITTED")
        asked = Recommendation.objects.create(enrolment=enrolment, employer=self.employer, asked_at=self.at)
        (question,) = questions.ask(run=run, asked=[questions.Asked(text="发票抬头")])
        questions.store(enrolment=enrolment, answers={question.pk: ANSWER}, at=self.at)
        # As if the approval had asked for it.
        Deliverable.objects.get_or_create(run=run, defaults={"name": "结业论文", "days": 15})
        handed_in = deliverables.hand_in(
            enrolment=enrolment,
            file=SimpleUploadedFile(WORK, b"%PDF-1.7"),
            link="",
            text=WORK,
            by=self.users["owner"],
            at=self.at,
        )
        return {
            **self._correction(),
            **self._planned(),
            **self._alone(),
            "synonyms": search.keep_synonyms(
                terms=["低空经济", "低空飞行器"], narrower=[], by=self.users["province"], at=self.at
            ).pk,
            "run": run.pk,
            "recommendation": asked.pk,
            "answer": ANSWER,
            "handed_in": handed_in.pk,
            "work": WORK,
            "enrolment": enrolment.pk,
            "session": run.sessions.order_by("number")[0].pk,
            "day": run.starts_on.isoformat(),
            "programme": run.programme_id,
            "application": application.pk,
            "application_title": application.title,
            "step": "basics",
            "foreign_draft": Application.objects.get(programme__base__region=WUXI, state="DRAFT").pk,
        }

    def _planned(self) -> dict[str, Any]:
        """Hand in a sheet of the yearly plan, apply another one, and draft the next guidance catalogue."""
        by, office = (
            self.users["province"],
            Organisation.objects.get(kind="REGULATOR", region="320000", sector="GENERAL"),
        )
        applied, waiting = (
            planning.check(file=_plan(self.base, title), year=self.today.year, by=by, office=office, at=self.at)
            for title in ("年度计划研修班", "改名的研修班")
        )
        planning.apply(sheet=applied, by=by, at=self.at)
        draft = guidance.draft(
            file=SimpleUploadedFile("目录.csv", "代码,名称\nA,战略性新兴产业\n".encode()),
            name="引导目录下一版",
            reference="",
            valid_from=self.today + timedelta(days=30),
            by=by,
            at=self.at,
        )
        return {
            "year": self.today.year,
            "plan_sheet": waiting.pk,
            "planned": PlannedSeminar.objects.get().pk,
            "guidance": guidance.versions().filter(state="PUBLISHED")[:1].get().pk,
            "guidance_draft": draft.pk,
        }

    def _alone(self) -> dict[str, Any]:
        """Approve a self-paced programme of the base, and hand in that the owner completed it."""
        by, at = self.users["manager"], self.at
        facts: Any = {
            "kind": "PUBLIC_COURSE",
            "title": "公需科目自主选学",
            "category": "public",
            "hours": 30,
            "minutes": 1350,
            "sector": "GENERAL",
            "level": "city",
            "mode": "self_paced",
            "audience": "专业技术人员",
            "window_from": self.today,
            "window_until": self.today + timedelta(days=30),
            "outside_address": "https://learn.example.cn/",
        }
        application = programmes.draft(base=self.base, by=by, at=at, **facts)
        programmes.submit(application=application, by=by, at=at)
        version = programmes.approve(
            application=application, by=self.users["officer"], organisation=self.regulator, approval_number="1号", at=at
        )
        sheet = completions.check(programme=version.programme, file=_completed(self.person, self.today), by=by, at=at)
        return {"alone": version.programme_id, "completion_sheet": sheet.pk}


def _plan(base: Organisation, title: str) -> SimpleUploadedFile:
    headings = "编号,项目名称,承办基地,行业,引导目录代码,计划月份,学时,计划人数"
    return SimpleUploadedFile("计划.csv", f"{headings}\n001,{title},{base.name},GENERAL,A01,5,36,70\n".encode())


def _completed(who: Person, on: date) -> SimpleUploadedFile:
    name, number = people.current_names([who.pk])[who.pk], people.full_number(who)
    return SimpleUploadedFile("完成.csv", f"证件号码,姓名,学习年度,完成日期\n{number},{name},{on.year},{on}\n".encode())


def _sheet(who: Person) -> SimpleUploadedFile:
    headings = "档案编号,姓名,学时认定规则,年度,结转学时,来源文件"
    name = people.current_names([who.pk])[who.pk]
    return SimpleUploadedFile("结转.csv", f"{headings}\n{who.pk},{name},nanjing-general,2015,1,示例".encode())


def _drafted() -> dict[str, Any]:
    drafts = RulebookVersion.objects.filter(status="DRAFT", examples__isnull=False)
    draft = drafts.order_by("pk")[0]
    return {"draft_rulebook": draft.pk, "rulebook_example": draft.examples.order_by("pk")[0].pk}


@contextmanager
def world() -> Iterator[World]:
    """Give a clone of the demo province, with everybody in it, for the length of the block."""
    # The province was built with the settings of the demo: people are found with its key.
    with (
        databases.clone(of=databases.demo_template) as environment,
        override_settings(INDEX_KEY=dev.INDEX_KEY),
        opened(environment),
    ):
        yield World(at=timezone.now())


def ask(session: SessionBase | None, method: str, path: str, query: str = "", **how: Any) -> HttpResponse:
    """Ask `path` in a session, with nothing in the form, and undo whatever was done; the answer carries its `queries`."""
    client = Client(raise_request_exception=False, **how)
    if session is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.generic(
                method, path, QUERY_STRING=query, content_type="application/x-www-form-urlencoded"
            )
        transaction.set_rollback(True)
    answer.queries = queries.captured_queries
    return answer


def _person(user: User) -> Person:
    return PersonLogin.objects.select_related("person").get(user=user, ended_at=None).person


def _record_of(person: Person) -> dict[str, int]:
    return {
        "person": person.pk,
        "entry": Entry.objects.filter(person=person).order_by("-pk")[0].pk,
        "claim": Claim.objects.filter(person=person).order_by("-pk")[0].pk,
        "standing": Standing.objects.filter(person=person).order_by("-pk")[0].pk,
    }


def _signed_in(user: User) -> SessionBase:
    client = Client()
    client.force_login(user)
    client.get(reverse("home"))  # a session is noted once, and not with every page whose deeds are undone
    return client.session


def _told(person: Person, at: datetime) -> dict[str, Any]:
    """Give up a mail to `person`, and let the calendar have an address."""
    PersonContact.objects.create(person=person, kind=ContactKind.EMAIL, value="nobody@example.cn", recorded_at=at)
    told = Reminder.objects.create(
        key="RECORD_CLAIMED:world",
        person=person,
        kind="RECORD_CLAIMED",
        anchor="world",
        facts={"at": at.isoformat()},
        created_at=at,
    )
    delivery = Delivery.objects.create(
        reminder=told,
        channel="EMAIL",
        address="nobody@example.cn",
        message_id="<world@localhost>",
        not_before=at,
        given_up_at=at,
        letter={"name": "", "subject": "", "sentences": [], "url": ""},
        frame=LetterFrame.objects.create(digest="world", language="zh-hans", sender="", text="", page="<p></p>"),
    )
    reminders.open_feed(person_id=person.pk, at=at)
    link = _unsubscribing.link(delivery, at=timezone.now())
    return {
        "delivery": delivery.pk,
        "channel": "email",
        "calendar": reminders.feed_token(person.pk),
        "unsubscribe": link.rstrip("/").rpartition("/")[2],
    }


def _saved(person: Person, at: datetime) -> int:
    choice = catalogue.Choice.of(QueryDict("city=320100"))
    return saved_searches.save(person=person, name="南京的课程", choice=choice, at=at)
