"""Ticks of seminars."""

from learning.celery import app
from seminars import tasks


def test_every_tick_of_seminars_is_in_the_beat_table() -> None:
    ticked = {entry["task"] for name, entry in app.conf.beat_schedule.items() if name.startswith("seminars.")}

    assert ticked == {
        tasks.discard_leftovers.name,
        tasks.forget_answers.name,
        tasks.promote_waiting.name,
        tasks.register_completions.name,
        tasks.order_certificates.name,
        tasks.remind_of_runs.name,
    }
