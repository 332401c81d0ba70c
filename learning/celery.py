"""Celery: the app and the whole beat table on one screen. No default settings module: it would run production workers on `dev`."""

import os
from datetime import timedelta

from celery import Celery
from kombu.entity import Queue
from kombu.transport import TRANSPORT_ALIASES

from learning.queues import BULK, QUICK, SLOW

# What `learning.env.broker` makes of `filesystem:///folder`.
TRANSPORT_ALIASES["folder"] = "learning.folder_broker:Transport"

app = Celery("xueshi", task_cls="learning.ticking:Tick")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Not an app of Django's, and above all of them.
app.autodiscover_tasks(["learning.desks"])

app.conf.task_queues = [Queue(QUICK), Queue(SLOW)]
app.conf.task_default_queue = QUICK
app.conf.task_routes = {name: {"queue": SLOW} for name in BULK}

# Tests and stories walk days in seconds; a province does not need that.
PACE = float(os.environ.get("XUESHI_PACE", "1"))
# Where days are walked in seconds, a busy machine takes ticks later than they are sent. All wait alike then: were those of short intervals
# given up first, they would never be taken at all as long as it is busy.
_PATIENCE = 0 if PACE >= 1 else 10


def _every(seconds: float, task: str) -> dict[str, object]:
    """Tick `task`; a tick that nobody took within its interval expires, so a worker that was away runs no backlog."""
    interval = seconds * PACE
    return {
        "task": task,
        "schedule": timedelta(seconds=interval),
        "options": {"expires": max(interval, _PATIENCE)},
    }


app.conf.beat_schedule = {
    "accounts.forget_codes": _every(300, "accounts.forget_codes"),
    "accounts.send_texts": _every(5, "accounts.send_texts"),
    "credits.discard_leftovers": _every(900, "credits.discard_leftovers"),
    "credits.issue_certificates": _every(10, "credits.issue_certificates"),
    "credits.make_exports": _every(5, "credits.make_exports"),
    "credits.open_standings": _every(60, "credits.open_standings"),
    "credits.order_certificates": _every(60, "credits.order_certificates"),
    "credits.plan_reminders": _every(300, "credits.plan_reminders"),
    "credits.refresh_standings": _every(15, "credits.refresh_standings"),
    "credits.register_openings": _every(5, "credits.register_openings"),
    "credits.remind_of_certificates": _every(10, "credits.remind_of_certificates"),
    "credits.roll_up_compliance": _every(60, "credits.roll_up_compliance"),
    "credits.run_simulations": _every(5, "credits.run_simulations"),
    "credits.send_reminders": _every(10, "credits.send_reminders"),
    "credits.sign_heads": _every(120, "credits.sign_heads"),
    "credits.spread_reminders": _every(10, "credits.spread_reminders"),
    "cms.hand_on_pages": _every(300, "cms.hand_on_pages"),
    "cms.make_pages": _every(30, "cms.make_pages"),
    "cms.publish_scheduled": _every(60, "cms.publish_scheduled"),
    "cms.refresh_search": _every(2, "cms.refresh_search"),
    "cms.refresh_texts": _every(60, "cms.refresh_texts"),
    "cms.remind_of_searches": _every(120, "cms.remind_of_searches"),
    "cms.sync_editors": _every(60, "cms.sync_editors"),
    "desks.remind_of_decisions": _every(600, "desks.remind_of_decisions"),
    "seminars.discard_leftovers": _every(3600, "seminars.discard_leftovers"),
    "seminars.forget_answers": _every(3600, "seminars.forget_answers"),
    "seminars.order_certificates": _every(15, "seminars.order_certificates"),
    "seminars.promote_waiting": _every(30, "seminars.promote_waiting"),
    "seminars.register_completions": _every(5, "seminars.register_completions"),
    "seminars.remind_of_runs": _every(60, "seminars.remind_of_runs"),
}
