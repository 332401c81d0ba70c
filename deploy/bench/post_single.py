"""Claims a second through posting one at a time on 8 connections, against evaluating one and inserting one, bare."""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

from deploy.bench.tools import databases, processes
from deploy.bench.tools.figures import Figure, alternated, peak_memory

if TYPE_CHECKING:
    from credits import posting

PROCESSES, THREADS, ROUNDS = 2, 4, 3
DAY = date(2026, 1, 5)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=60, help="people, each with 24 claims of history (default 60)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figure."""
    with databases.throw_away() as environment:
        from deploy.bench.tools import province  # noqa: PLC0415  (needs settings)

        ids = province.settle(place=province.NANJING, people=options.people, since=date(2021, 1, 1))
        province.teach(ids=ids, years=range(2021, 2027), claims=24)
        shares = [ids[number::PROCESSES] for number in range(PROCESSES)]
        turns = iter(range(2 * ROUNDS))

        def measured(work: processes.Work) -> float:
            turn = next(turns)
            return processes.together(work, [(environment, share, turn) for share in shares])

        rate, bare = alternated(lambda: measured(post), lambda: measured(evaluate_and_insert), rounds=ROUNDS)

    yield Figure(
        name="post-single",
        value=rate,
        baseline=bare,
        unit="claims/s",
        at_least=0.5,
        more={"people": options.people, "connections": PROCESSES * THREADS, **peak_memory()},
    )


def post(ready: Callable[[], Any], environment: dict[str, str], ids: Sequence[int], turn: int) -> tuple[int, float]:
    """Credit one claim after the other, each a transaction."""
    databases.set_up(environment)
    from credits import posting  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import province  # noqa: PLC0415

    def one(claim: "posting.ClaimFacts") -> None:
        posting.credit(claims=[claim], by=None, at=province.AT, origin="bench:timed")

    return _in_threads(ready, one, _claims(ids, turn, is_warm=True), _claims(ids, turn))


def evaluate_and_insert(
    ready: Callable[[], Any], environment: dict[str, str], ids: Sequence[int], turn: int
) -> tuple[int, float]:
    """Evaluate one claim to its award and standing and insert a claim and a line, each a transaction: nothing read, locked or proved."""
    databases.set_up(environment)
    return _in_threads(ready, _Bare(ids).credit, _claims(ids, turn, is_warm=True), _claims(ids, turn))


class _Bare:
    """What a claim costs at least: the two evaluations, two rows, a commit."""

    def __init__(self, ids: Sequence[int]) -> None:
        from credits import rulebooks  # noqa: PLC0415  (needs settings)
        from credits.models import Act, Entry  # noqa: PLC0415
        from deploy.bench.tools import province  # noqa: PLC0415

        self.at = province.AT
        self.people = rulebooks.read_facts(rulebooks.humans(ids)).people
        in_force = rulebooks.books().in_force
        self.version = next(one for one in in_force if one.family == "nanjing-general" and one.since.year == 2023)
        self.act = Act.objects.create(kind="CREDIT", at=self.at, origin="bench:bare")
        self.line: dict[str, Any] = dict(Entry.objects.filter(person_id=ids[0]).values().latest("number"))

    def credit(self, claim: "posting.ClaimFacts") -> None:
        """Evaluate and insert."""
        from django.db import transaction  # noqa: PLC0415  (needs settings)

        from credits.models import Claim, Entry  # noqa: PLC0415
        from credits.models.rows import copy, next_ids  # noqa: PLC0415
        from credits.posting._facts import rows_of  # noqa: PLC0415

        (row,), (pk,) = rows_of([claim]), next_ids(Claim, 1)
        head = {"id": pk, "person_id": row.person_id, "key": row.key, "revision": 1}
        columns = {**head, "digest": row.digest, "position": 1000, **row.columns}
        self._evaluate(columns)
        number = 1_000_000 + pk
        with transaction.atomic():
            copy(Claim, [{**columns, "act_id": self.act.pk, "recorded_at": self.at}])
            copy(Entry, [{**self.line, "id": number, "number": number, "person_id": row.person_id, "claim_id": pk}])

    def _evaluate(self, columns: dict[str, Any]) -> None:
        import polars as pl  # noqa: PLC0415  (slow)

        from credits import policy, rulebooks  # noqa: PLC0415  (needs settings)
        from credits.posting._desk import table  # noqa: PLC0415

        who = rulebooks.Humans(joined={columns["person_id"]: (columns["person_id"],)})
        rows = table([columns], who).rename({"place": "position"}).with_columns(family=pl.lit(self.version.family))
        people = self.people.filter(person=columns["person_id"])
        awards = policy.award(claims=rows, people=people, versions=[self.version])
        asked = rows.select("person", "family", on="ends_on")
        policy.stand(lines=awards.lines, people=people, asked=asked, versions=[self.version])


def _claims(ids: Sequence[int], turn: int, *, is_warm: bool = False) -> list["posting.ClaimFacts"]:
    from deploy.bench.tools import province  # noqa: PLC0415  (needs settings)
    from learning.accounts.models import Organisation  # noqa: PLC0415

    # Other courses each turn: the same again gives nothing, and costs less.
    chance = random.Random(2 * turn + is_warm)  # noqa: S311
    base = Organisation.objects.order_by("pk").values_list("pk", flat=True)[0]
    # Each turn on days of its own: a second claim of the same day would give nothing, and cost less than others do.
    day, key = DAY + timedelta(weeks=2 * turn + is_warm), f"turn:{turn}:{'warm' if is_warm else 'timed'}"
    return [province.claim(pk, key, day=day, zeal=0.5, base=base, chance=chance) for pk in ids]


def _in_threads(
    ready: Callable[[], Any], one: Callable[["posting.ClaimFacts"], None], warm: Sequence[Any], timed: Sequence[Any]
) -> tuple[int, float]:
    from django.db import connection  # noqa: PLC0415  (needs settings)

    def run(claims: Sequence[Any]) -> None:
        for claim in claims:
            one(claim)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, [warm[number : number + 1] for number in range(THREADS)]))
        ready()
        start = perf_counter()
        list(pool.map(run, [timed[number::THREADS] for number in range(THREADS)]))
        passed = perf_counter() - start
        list(pool.map(lambda _number: connection.close(), range(THREADS)))
    return len(timed), passed
