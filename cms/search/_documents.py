"""The document of a programme: what search keeps of it, made from the rows as they are now."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db.models import F, Q, TextChoices
from django.utils import timezone, translation

from cms.prose import paragraphs
from cms.search._facts import Facts, RunFacts, facts
from cms.search._folding import folded
from learning.accounts.enums import Sector
from seminars import bases, programmes, runs
from seminars.enums import Cluster, ProgrammeKind

# Sectors and clusters that the thesaurus calls otherwise.
_TOPIC_CODES = {
    Sector.HOUSING: "construction",
    Sector.INTELLECTUAL_PROPERTY: "ip",
    Cluster.INTERNET_OF_THINGS: "iot",
    Cluster.TEXTILES: "textile",
    Cluster.INTEGRATED_CIRCUITS: "integrated_circuit",
    Cluster.ENVIRONMENTAL: "energy_env",
    Cluster.NEW_DISPLAY: "display",
}
_OF_PROGRAMME = ("pk", "withdrawn_on", "base__name", "page__introduction", "page__words")
_OF_VERSION = (
    *(
        "title",
        "summary",
        "host",
        "organiser",
        "kind",
        "sector",
        "cluster",
        "guidance_item__name",
        "teachers",
        "audience",
    ),
    # What `cms.search._facts` reads.
    *("category", "mode", "hours", "fee", "eligible_series", "window_from", "window_until"),
)
_OF_RUN = ("starts_on", "ends_on", "mode", "places", "places_taken", "admission", "enrol_from", "enrol_until")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One programme: folded words (title; what stands beside it: base, teachers, audience; body), codes of the thesaurus, facts."""

    key: int
    title: str
    beside: str = ""
    body: str = ""
    # Sector and cluster, by the codes of the thesaurus.
    codes: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @classmethod
    def of(
        cls,
        key: int,
        *,
        title: str,
        beside: str = "",
        body: str = "",
        codes: Collection[str] = (),
        facts: Facts | None = None,
    ) -> "Document":
        """Return the document of words as they were written."""
        words = {"title": folded(title), "beside": folded(beside), "body": folded(body)}
        return cls(key=key, **words, codes=tuple(sorted(codes)), facts=facts or Facts())

    @cached_property
    def digest(self) -> str:
        """Return the digest of all that an engine keeps; when it changes by time is no part of it."""
        words, facts = (self.key, self.title, self.beside, self.body, self.codes), vars(self.facts)
        kept = [*words, *(value for name, value in sorted(facts.items()) if name != "stale_at")]
        return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()


def documents(programme_ids: Collection[int] | None, *, at: datetime) -> Iterator[Document]:
    """Yield the documents of those of the programmes that everybody may see now; None: of all."""
    on = timezone.localdate(at)
    public = programmes.catalogue(on=on).filter(page__live=True)
    coming = runs.upcoming(on)
    if programme_ids is not None:
        public = public.filter(pk__in=programme_ids)
        coming = coming.filter(programme__in=programme_ids)
    held = _runs(coming)

    # Sectors and kinds are found by the words that the catalogue shows them with, whatever language this process speaks.
    with translation.override(settings.LANGUAGE_CODE):
        # Plain values: making the five instances of each row would take longer than all else.
        rows = public.order_by("pk").values(*_OF_PROGRAMME, *(f"current__{name}" for name in _OF_VERSION))
        for row in rows.iterator() if programme_ids is None else rows:
            version = SimpleNamespace(**{name: row[f"current__{name}"] for name in _OF_VERSION})
            yield _document(row, version, held[row["pk"]], at=at)


def _document(row: Mapping[str, Any], version: Any, held: list[RunFacts], *, at: datetime) -> Document:
    return Document.of(
        row["pk"],
        title=version.title,
        beside=" ".join(map(str, _surroundings(row, version))),
        body=f"{version.summary}。{_words(row['page__introduction'], row['page__words'])}",
        codes={_TOPIC_CODES.get(code, code.lower()) for code in (version.sector, version.cluster) if code},
        facts=facts(version, held, at=at, ends_at=row["withdrawn_on"]),
    )


def _surroundings(row: Mapping[str, Any], version: Any) -> list[Any]:
    return [
        row["base__name"],
        version.host,
        version.organiser,
        _label(ProgrammeKind, version.kind),
        _label(Sector, version.sector),
        _label(Cluster, version.cluster),
        version.guidance_item__name or "",
        " ".join(str(value) for teacher in version.teachers for value in teacher.values()),
        version.audience,
    ]


@cache
def _label(of: type[TextChoices], value: str) -> str:
    """Return a value as the catalogue names it, in the language of the site; kept, because Django hashes every choice each time."""
    return str(of(value).label) if value else ""


def _words(introduction: str, words: Any) -> str:
    """Return the text of a page without its marks."""
    blocks = words.stream_block.get_searchable_content(words) if words else ()
    return " ".join([*paragraphs(introduction), *map(str, blocks)])


def _runs(coming: Any) -> dict[int, list[RunFacts]]:
    """Return the runs by programme, soonest first; not those that approval or recognition do not reach over, which take nobody any more."""
    starts: dict[int, list[datetime]] = defaultdict(list)
    for pk, starts_at in coming.order_by("sessions__starts_at").values_list("pk", "sessions__starts_at"):
        if starts_at:
            starts[pk].append(timezone.localtime(starts_at))
    spans = bases.spans()
    held: dict[int, list[RunFacts]] = defaultdict(list)
    reached = Q(programme__withdrawn_on=None) | Q(programme__withdrawn_on__gt=F("ends_on"))
    for row in coming.filter(reached).values("pk", "programme_id", "programme__base_id", "region__path", *_OF_RUN):
        first, last = row["starts_on"], row["ends_on"]
        if not any(span.holds(first=first, last=last) for span in spans.get(row["programme__base_id"], ())):
            continue
        # "/320000/320100/320102/": the city is the second code of a path.
        city = row["region__path"].split("/")[2]
        of_run = {name: row[name] for name in _OF_RUN}
        held[row["programme_id"]].append(RunFacts(city=city, starts=tuple(starts[row["pk"]]), **of_run))

    return held
