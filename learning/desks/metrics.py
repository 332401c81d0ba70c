"""
Figures for Prometheus: how each sweep was last, what waits, how long the oldest of it waits. For operators only, who have the token.

What is counted is read from the tables when somebody asks, so it is the same whichever process answers, and outlives all of them.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from cms import search
from credits import reminders
from learning.accounts import sweeps, texts
from learning.queues import queue_of

_SENDING = ("credits.send_reminders", "accounts.send_texts")


@require_safe
@never_cache
def show_metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures whoever brings the token; for everybody else there is no such page."""
    token, _space, given = settings.METRICS_TOKEN, *request.headers.get("Authorization", "").partition(" ")[1:]
    if not token or not constant_time_compare(given, token):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Collector:
    """Reads the figures when they are asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        """Yield everything."""
        yield from self._sweeps()
        yield from self._rows()
        behind = GaugeMetricFamily(
            "xueshi_search_oldest_change_seconds", "How long the oldest change waits for the index"
        )
        behind.add_metric([], search.health(at=self.at).waits_seconds)
        yield behind

    def _sweeps(self) -> Iterator[Metric]:
        runs = CounterMetricFamily("xueshi_sweep_runs", "Ticks that ended", labels=["sweep"])
        done = CounterMetricFamily("xueshi_sweep_done", "Rows done, as far as the sweep counts them", labels=["sweep"])
        failed = CounterMetricFamily("xueshi_sweep_failures", "Ticks that an error ended", labels=["sweep"])
        busy = CounterMetricFamily("xueshi_sweep_seconds", "Seconds spent", labels=["sweep"])
        silent = GaugeMetricFamily(
            "xueshi_sweep_silent_seconds", "Seconds since the last tick ended", labels=["sweep", "queue"]
        )
        sent = CounterMetricFamily("xueshi_messages_sent", "Messages that a server took", labels=["sweep"])
        for row in sweeps.states():
            if row.name in _SENDING:
                sent.add_metric([row.name], row.done)
            for metric, value in ((runs, row.runs), (done, row.done), (failed, row.failures), (busy, row.seconds)):
                metric.add_metric([row.name], value)
            # One that never came to its end is silent since it began.
            silent.add_metric(
                [row.name, queue_of(row.name)], (self.at - (row.ended_at or row.began_at)).total_seconds()
            )
        yield from (runs, done, failed, busy, silent, sent)

    def _rows(self) -> Iterator[Metric]:
        due = GaugeMetricFamily("xueshi_messages_due", "Messages that may go out now", labels=["sweep", "channel"])
        claimed = GaugeMetricFamily(
            "xueshi_messages_claimed", "Messages that a sender holds", labels=["sweep", "channel"]
        )
        failed = GaugeMetricFamily("xueshi_messages_given_up", "Messages given up", labels=["sweep", "channel"])
        lag = GaugeMetricFamily(
            "xueshi_messages_oldest_seconds", "How long the oldest due one waits", labels=["sweep", "channel"]
        )
        found = [("credits.send_reminders", channel, one) for channel, one in reminders.figures(at=self.at).items()]
        found.append(("accounts.send_texts", "SMS", texts.figures(at=self.at)))
        for sweep, channel, one in found:
            for metric, name in ((due, "due"), (claimed, "claimed"), (failed, "failed"), (lag, "lag")):
                metric.add_metric([sweep, channel], one[name])
        yield from (due, claimed, failed, lag)
