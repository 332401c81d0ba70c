"""Certificates are issued while workers, beat, broker and connections are killed: no number twice, no hole, no certificate without its file, no file of nobody."""

import argparse
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.faults.tools import ground, rig
from deploy.faults.tools.findings import Finding, must
from deploy.faults.tools.patience import held, wait

if TYPE_CHECKING:
    from credits import certificates

TICKS = ("credits.issue_certificates",)
NAMES = ("欧阳𬭎㛃", "买买提·艾力江", "张三", "诸葛孔明")
# So many wait before anybody is killed, so that somebody is at work.
WAITING = 12
SECONDS_FOR_PROGRESS, SECONDS_FOR_ALL = 60, 300
# A certificate takes some 50 ms: within this somebody is at every step of it.
SECONDS_UNTIL_KILLED = 0.4


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this fault."""
    parser.add_argument("--orders", type=int, default=300, help="at least so many certificates (default 300)")


def findings(options: argparse.Namespace) -> Iterator[Finding]:
    """Order, kill, wait until everything is done, and yield what is there then."""
    yield Finding(name="seed", value=options.seed)
    # The seed decides who is killed and when; no secret hangs on it.
    chance, desk = random.Random(options.seed), Desk()  # noqa: S311
    with ground.prepared("certificates") as where:
        with rig.Rig(where, broker=options.broker, ticks=TICKS) as everybody:
            desk.open()
            for victim in islice(rig.victims(chance), options.kills):
                desk.order_until(WAITING)
                desk.wait_for_progress(everybody)
                desk.tidy()
                time.sleep(chance.uniform(0, SECONDS_UNTIL_KILLED))
                everybody.kill(victim, chance)
            desk.order(max(0, options.orders - desk.ordered))
            desk.finish(everybody)
            left = desk.leftovers(where.folder / "papers")
            desk.tidy()
        yield Finding(name="files of none", value=left, about="kept by somebody who was killed before the row was")
        yield from (Finding(name=f"killed: {name}", value=count) for name, count in sorted(everybody.killed.items()))
        yield from (Finding(name=f"ended: {name}", value=count) for name, count in sorted(everybody.ended.items()))
        yield from _looked_at(desk, where.folder / "papers")


class Desk:
    """Whoever orders certificates, and waits for them."""

    def __init__(self) -> None:
        self.ordered = 0
        self.again = 0
        self.tidied = 0

    def open(self) -> None:
        """Make the people and bases that certificates are about."""
        from learning.accounts import people  # noqa: PLC0415  (needs settings)
        from learning.accounts.enums import DocumentKind, OrganisationKind  # noqa: PLC0415
        from learning.accounts.models import Organisation, Region  # noqa: PLC0415

        nanjing = Region.objects.get(pk="320100")
        self.bases = [
            Organisation.objects.create(kind=OrganisationKind.BASE, name=f"继续教育基地 {number}", region=nanjing)
            for number in range(3)
        ]
        self.people = [
            people.record(name=name, document_kind=DocumentKind.PASSPORT, number=f"E{number:08d}", by=None, at=_now())
            for number, name in enumerate(NAMES)
        ]

    def order(self, count: int) -> None:
        """Order so many certificates more."""
        from credits import certificates  # noqa: PLC0415  (needs settings)

        numbers = range(self.ordered, self.ordered + count)
        held(lambda: certificates.order(orders=[self._order(number) for number in numbers], at=_now()))
        self.ordered += count

    def order_until(self, waiting: int) -> None:
        """Order as many as it takes until so many wait."""
        self.order(max(0, waiting - held(self._open_count)))

    def wait_for_progress(self, everybody: rig.Rig) -> None:
        """Wait until one more was issued."""
        before = held(self._done_count)
        wait("a certificate", lambda: self._done_count() > before, everybody, seconds=SECONDS_FOR_PROGRESS)

    def tidy(self) -> None:
        """Throw away what no certificate names, as if all of it were older than a day: only the lock keeps what is being issued."""
        from credits import certificates  # noqa: PLC0415  (needs settings)
        from learning import papers  # noqa: PLC0415

        late = _now() + timedelta(days=2)
        self.tidied += held(lambda: certificates.discard_leftovers_due(at=late, shelves=papers.SHELVES))

    def leftovers(self, papers: Path) -> int:
        """Return how many files no certificate names."""
        from credits.models import Certificate  # noqa: PLC0415  (needs settings)

        named = {
            f"{digest}.pdf" for digest in held(lambda: list(Certificate.objects.values_list("file_digest", flat=True)))
        }
        return len(_kept(papers) - named)

    def finish(self, everybody: rig.Rig) -> None:
        """Wait until nothing is open; what failed while something was away is tried again at once, as an officer would."""
        from credits import certificates  # noqa: PLC0415  (needs settings)
        from credits.models import CertificateOrder  # noqa: PLC0415

        def is_done() -> bool:
            failed = list(
                CertificateOrder.objects.filter(done_at=None, not_before__gt=_now()).values_list("pk", flat=True)
            )
            self.again += certificates.try_again(orders=failed, at=_now())
            return self._open_count() == 0

        wait("all certificates", is_done, everybody, seconds=SECONDS_FOR_ALL)

    def _order(self, number: int) -> "certificates.Order":
        from credits import certificates  # noqa: PLC0415  (needs settings)

        base = self.bases[number % len(self.bases)]
        return certificates.Order(
            key=f"faults:{number}",
            person_id=self.people[number % len(self.people)].pk,
            claim_id=None,
            organisation_id=base.pk,
            title="集成电路先进封装与可靠性技术高级研修班",
            activity="seminar",
            approval_number="苏人社函〔2026〕118号",
            starts_on=date(2026, 9, 15),
            ends_on=date(2026, 9, 18),
            hours={"professional": Decimal(24)},
            host=base.name,
            organiser=base.name,
            issuer=base.name,
        )

    def _open_count(self) -> int:
        from credits.models import CertificateOrder  # noqa: PLC0415  (needs settings)

        return CertificateOrder.objects.filter(done_at=None).count()

    def _done_count(self) -> int:
        from credits.models import Certificate  # noqa: PLC0415  (needs settings)

        return Certificate.objects.count()


def _looked_at(desk: Desk, papers: Path) -> Iterator[Finding]:
    from credits import certificates  # noqa: PLC0415  (needs settings)
    from credits.models import Certificate, CertificateOrder  # noqa: PLC0415

    issued = list(Certificate.objects.values_list("number", "order_id", "file_digest"))
    kept = _kept(papers)
    wanted = {f"{digest}.pdf" for _number, _order, digest in issued}
    examined = certificates.examine_all()
    yield must("ordered", desk.ordered, be=CertificateOrder.objects.count())
    yield must("certificates", len(issued), be=desk.ordered)
    yield must("numbers that came twice", len(issued) - len({number for number, _order, _digest in issued}), be=0)
    yield must("orders with two certificates", len(issued) - len({order for _number, order, _digest in issued}), be=0)
    yield must("holes", sum(_holes().values()), be=0)
    yield must("certificates without a file", len(wanted - kept), be=0)
    yield must("other faults", len(examined.faults), be=0, about="; ".join(examined.faults[:5]))
    yield Finding(name="tried again", value=desk.again, about="what failed while something was away")
    yield Finding(name="thrown away", value=desk.tidied, about="files of none, while others were issued and afterwards")
    yield must("files of none afterwards", len(kept - wanted), be=0)


def _kept(papers: Path) -> set[str]:
    return {file.name for file in papers.glob("*/*/*") if file.is_file()}


def _holes() -> dict[str, int]:
    """Return how many numbers up to the last one have no certificate, by series."""
    from credits.models import Certificate, CertificateSeries  # noqa: PLC0415  (needs settings)

    return {
        series.pk: series.last - Certificate.objects.filter(order__series=series).count()
        for series in CertificateSeries.objects.order_by("pk")
    }


def _now() -> datetime:
    return datetime.now(UTC)
