"""Tasks of hours: clock, one call, nothing returned. Later work is a row; each of these finds it."""

from celery import shared_task
from django.utils import timezone

from credits import certificates, compliance, ledger, openings, reminders, simulation, standing


@shared_task(name="credits.open_standings", ignore_result=True)
def open_standings(**_later: object) -> None:
    """Open what a new cycle asks for."""
    standing.open_due(at=timezone.now())


@shared_task(name="credits.refresh_standings", ignore_result=True)
def refresh_standings(**_later: object) -> None:
    """Decide again what was decided from something that moved."""
    standing.refresh_due(at=timezone.now())


@shared_task(name="credits.order_certificates", ignore_result=True)
def order_certificates(**_later: object) -> None:
    """Order certificates that are due to whoever met a year or taught."""
    certificates.order_due(at=timezone.now())


@shared_task(name="credits.issue_certificates", ignore_result=True)
def issue_certificates(**_later: object) -> None:
    """Order what is to be issued together, and issue certificates that are due."""
    certificates.order_batches_due(at=timezone.now())
    certificates.issue_due(at=timezone.now())


@shared_task(name="credits.discard_leftovers", ignore_result=True)
def discard_leftovers(**_later: object) -> None:
    """Throw files of papers away that nothing names."""
    certificates.discard_leftovers_due(at=timezone.now())


@shared_task(name="credits.remind_of_certificates", ignore_result=True)
def remind_of_certificates(**_later: object) -> None:
    """Plan word of certificates that are ready."""
    reminders.plan_certificates(at=timezone.now())


@shared_task(name="credits.plan_reminders", ignore_result=True)
def plan_reminders(**_later: object) -> int:
    """Plan word of everything whose day has come."""
    return reminders.plan_due(at=timezone.now())


@shared_task(name="credits.spread_reminders", ignore_result=True)
def spread_reminders(**_later: object) -> int:
    """Bring to the channels what was planned for many at once."""
    return reminders.spread_due(at=timezone.now())


@shared_task(name="credits.send_reminders", ignore_result=True)
def send_reminders(**_later: object) -> int:
    """Send what is planned."""
    return reminders.send_due(at=timezone.now())


@shared_task(name="credits.roll_up_compliance", ignore_result=True)
def roll_up_compliance(**_later: object) -> None:
    """Count standings again that moved."""
    compliance.roll_up_due(at=timezone.now())


@shared_task(name="credits.make_exports", ignore_result=True)
def make_exports(**_later: object) -> None:
    """Make the files that were asked for, and throw away those that were kept long enough."""
    compliance.export_due(at=timezone.now())
    compliance.expire_due(at=timezone.now())


@shared_task(name="credits.sign_heads", ignore_result=True)
def sign_heads(**_later: object) -> None:
    """Sign what was added to the ledger."""
    ledger.sign_due(at=timezone.now())


@shared_task(name="credits.run_simulations", ignore_result=True)
def run_simulations(**_later: object) -> None:
    """Try versions on the ledger, and decide again what follows from a trial."""
    simulation.run_due(at=timezone.now())
    simulation.redecide_due(at=timezone.now())


@shared_task(name="credits.register_openings", ignore_result=True)
def register_openings(**_later: object) -> None:
    """Register what was confirmed of sheets of opening balances."""
    openings.apply_due(at=timezone.now())
