"""What is told to whoever watches the site: health for everybody, figures for operators."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from deploy.demo import ROOT
from learning.accounts import sweeps
from learning.celery import app
from learning.desks import health

pytestmark = pytest.mark.django_db
TOKEN = {"HTTP_AUTHORIZATION": "Bearer operators-only"}


@pytest.fixture(autouse=True)
def _told(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = "operators-only"  # type: ignore[attr-defined]
    settings.CELERY_BROKER_URL = "memory://"  # type: ignore[attr-defined]
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}  # type: ignore[attr-defined]
    monkeypatch.setattr(health._Asked, "at", -health.BROKER_ASKED_SECONDS - 1e9)


def tick() -> None:
    app.loader.import_default_modules()
    app.tasks["credits.send_reminders"]()


def test_without_a_worker_the_site_is_impaired_and_pages_are_answered() -> None:
    answer = Client().get("/health/")

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["worker"], answer.json()["broker"]) == ("impaired", "away", "answers")


def test_with_a_worker_the_site_is_well_and_after_its_silence_no_more() -> None:
    now = timezone.now()
    for age in (timedelta(seconds=10), timedelta(minutes=3)):
        sweeps.note_begin(name="accounts.send_texts", at=now - age)
        sweeps.note_end(name="accounts.send_texts", at=now - age, done=0, seconds=1, error="")
        if age < timedelta(minutes=1):
            assert Client().get("/health/").json()["state"] == "well"

    assert Client().get("/health/").json()["worker"] == "away"


def test_without_a_broker_the_site_is_impaired_and_does_not_say_where_it_was(settings: object) -> None:
    settings.CELERY_BROKER_URL = "amqp://secret-host.invalid:1//"  # type: ignore[attr-defined]

    answer = Client().get("/health/")

    assert (answer.status_code, answer.json()["broker"]) == (200, "away")
    assert "secret-host" not in answer.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"HTTP_AUTHORIZATION": "Bearer guessed"}, {"HTTP_AUTHORIZATION": "operators-only"}]
)
def test_figures_are_there_for_operators_only(sent: dict[str, str], settings: object) -> None:
    assert Client().get("/metrics/", **sent).status_code == 404  # type: ignore[arg-type]

    settings.METRICS_TOKEN = ""  # type: ignore[attr-defined]
    assert Client().get("/metrics/", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_a_tick_leaves_word_of_itself() -> None:
    tick()

    told = Client().get("/metrics/", **TOKEN).content.decode()  # type: ignore[arg-type]

    assert 'xueshi_sweep_runs_total{sweep="credits.send_reminders"} 1.0' in told
    assert 'xueshi_messages_due{channel="EMAIL",sweep="credits.send_reminders"} 0.0' in told


def test_a_tick_that_fails_is_counted_with_its_kind_of_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("credits.reminders.send_due", lambda **_how: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tick()

    row = sweeps.states().get()
    assert (row.runs, row.failures, row.last_error) == (1, 1, "ZeroDivisionError")


def test_slow_work_alone_is_no_worker_for_what_people_wait_for() -> None:
    now = timezone.now()
    for name, age in (("credits.send_reminders", timedelta(minutes=3)), ("credits.make_exports", timedelta(seconds=3))):
        sweeps.note_begin(name=name, at=now - age)
        sweeps.note_end(name=name, at=now - age, done=0, seconds=1, error="")

    assert Client().get("/health/").json()["worker"] == "away"
    told = Client().get("/metrics/", **TOKEN).content.decode()  # type: ignore[arg-type]
    silent = dict(re.findall(r'^xueshi_sweep_silent_seconds\{queue="(\w+)",.*\} (\S+)$', told, re.MULTILINE))
    assert float(silent["sweeps"]) >= 180
    assert float(silent["bulk"]) < 60


def test_sweep_that_never_came_to_its_end_is_silent_since_it_began() -> None:
    sweeps.note_begin(name="credits.make_exports", at=timezone.now() - timedelta(hours=3))

    told = Client().get("/metrics/", **TOKEN).content.decode()  # type: ignore[arg-type]

    assert re.search(r'^xueshi_sweep_silent_seconds\{.*"credits.make_exports"\} 1080\d', told, re.MULTILINE)


def test_alerts_name_only_what_is_told() -> None:
    tick()
    told = Client().get("/metrics/", **TOKEN).content.decode()  # type: ignore[arg-type]
    known = set(re.findall(r"^# TYPE (\S+)", told, re.MULTILINE))

    rules = (ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"xueshi_\w+", rules))

    assert len(named) >= 6
    assert named <= known | {f"{name}_total" for name in known}, named - known


def test_alerts_compare_what_bears_the_same_labels_and_count_only_what_only_grows() -> None:
    tick()
    told = Client().get("/metrics/", **TOKEN).content.decode()  # type: ignore[arg-type]
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", told, re.MULTILINE))
    labels = {
        name: set(re.findall(r"(\w+)=", given)) for name, given in re.findall(r"^(xueshi_\w+)\{(.*)\}", told, re.M)
    }
    rules = (ROOT / "deploy" / "alerts.yaml").read_text(encoding="utf-8")

    for asked, name in re.findall(r"\b(increase|rate|delta)\((xueshi_\w+)", rules):
        assert kinds[name] == ("gauge" if asked == "delta" else "counter"), name
    pairs = [re.split(r" and ", rule) for rule in re.findall(r"^ +expr: (.*)$", rules, re.MULTILINE) if " and " in rule]
    assert len(pairs) >= 3
    for first, second in pairs:
        given, other = (_labels(side, labels) for side in (first, second))
        assert (given & other >= {"sweep"}) if second.startswith("on (sweep) ") else given == other, (first, second)


def _labels(side: str, known: dict[str, set[str]]) -> set[str]:
    """Return the labels that one side of a comparison bears."""
    summed = re.search(r"\b(?:sum|min|max) by \((.*?)\)", side)
    named = re.search(r"xueshi_\w+", side)
    assert named
    return set(summed[1].split(", ")) if summed else known[named[0]]
