"""
The canonical encoding, over which digests are taken. Whoever wants to prove the ledger with other tools needs only this.

JSON in UTF-8: keys sorted, no spaces, characters unescaped. Days are `YYYY-MM-DD`, moments are UTC with microseconds
(`2026-11-22T01:02:03.000004+00:00`), amounts whole hundredths of an hour, digests lower-case hexadecimal.

A claim's facts: an object of `CLAIM_FACTS` without those that are null (a fact that a later release adds changes no digest).
`claim.digest` is the SHA-256 of it, hexadecimal.

A line: an object with `act` (id, kind, by, at, reason, origin), `category`, `claim` (id, key, revision, position, digest),
`cycle` (first day, first day after it; both null where it lies in none), `family`, `hours`, `kind`, `number`, `person`, `reasons`,
`recorded_at`, `version` (digest, or empty). `entry.digest` is SHA-256(`entry.prev_digest` ‖ encoding); the first line's
`prev_digest` is empty.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

# Every column of `Claim` that states a fact, as it was claimed.
CLAIM_FACTS = (
    "title",
    "provider",
    "provider_organisation_id",
    "approval_number",
    "activity",
    "category",
    "starts_on",
    "ends_on",
    "starts_at",
    "ends_at",
    "hours",
    "minutes",
    "days",
    "credits",
    "attended_minutes",
    "absent_half_days",
    "travel_days",
    "mode",
    "level",
    "organiser",
    "provider_since",
    "provider_until",
    "approved_on",
    "passed",
    "passed_on",
    "role",
    "rank",
    "authors",
    "count",
    "chars",
    "item",
    "specialty",
    "declared_on",
    "late_approved_on",
    "provider_region",
)


def claim_digest(facts: Mapping[str, Any]) -> str:
    """Return the digest of a claim's facts."""
    stated = {name: facts[name] for name in CLAIM_FACTS if facts.get(name) is not None}
    return sha256(_canonical(stated)).hexdigest()


def claim_digests(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return the digests of many claims, whose facts are given a column each: for each what `claim_digest` returns."""
    stated = [_fields(name, columns[name]) for name in sorted(CLAIM_FACTS)]
    texts = ("{" + ",".join(filter(None, fields)) + "}" for fields in zip(*stated, strict=True))
    return [sha256(text.encode()).hexdigest() for text in texts]


class Said:
    """Canonical texts of values and lines: what most lines share is put into words once."""

    def __init__(self) -> None:
        self._texts: dict[Any, str] = {}
        self._decisions: dict[str, str] = {}
        self._lines: dict[tuple[Any, ...], tuple[str, str, str, str]] = {}

    def value(self, value: Any) -> str:
        """Return the canonical text of a text, a day, a moment or None; of a day or a moment in its canonical text alike."""
        text = self._texts.get(value)
        if text is None:
            text = self._texts[value] = canonical(value)
        return text

    def parsed(self, stated: str) -> str:
        """Return the canonical text of what `stated` is the JSON of, in whatever form."""
        text = self._decisions.get(stated)
        if text is None:
            text = self._decisions[stated] = canonical(json.loads(stated))
        return text

    def line(self, stated: "Stated") -> bytes:
        """Return what `encoding` gives of a line."""
        pk, key, revision, position, digest = stated.claim
        before, between, then, after = self._shared(stated)
        text = (
            f"{before}{pk},{_quoted(key)},{revision},{position},{_quoted(digest)}{between}{stated.hours}{then}"
            f'{stated.number},"person":{stated.person},"reasons":{stated.reasons}{after}'
        )
        return text.encode()

    def _shared(self, stated: "Stated") -> tuple[str, str, str, str]:
        """Return what stands before, between and after what is a line's own."""
        shared = (
            *stated.cycle,
            stated.category,
            stated.family,
            stated.kind,
            stated.version,
            stated.recorded_at,
            stated.act,
        )
        texts = self._lines.get(shared)
        if texts is None:
            starts, ends, category, family, kind, version, at = map(self.value, shared[:-1])
            texts = self._lines[shared] = (
                f'{{"act":{stated.act},"category":{category},"claim":[',
                f'],"cycle":[{starts},{ends}],"family":{family},"hours":',
                f',"kind":{kind},"number":',
                f',"recorded_at":{at},"version":{version}}}',
            )
        return texts


class Stated(NamedTuple):
    """What a line states; `act` and `reasons` are canonical texts."""

    act: str
    category: str
    claim: tuple[int, str, int, int, str]
    cycle: tuple[Any, Any]
    family: str
    hours: int
    kind: str
    number: int
    person: int
    reasons: str
    recorded_at: Any
    version: str


def canonical(value: Any) -> str:
    """Return the canonical text of a value."""
    return _ENCODER.encode(value)


def encoding(line: Mapping[str, Any]) -> bytes:
    """Return the canonical encoding of a line."""
    return _canonical(line)


def line_digest(previous: bytes, line: Mapping[str, Any]) -> bytes:
    """Return the digest that chains `line` to the line before it."""
    return sha256(bytes(previous) + encoding(line)).digest()


def _canonical(value: Any) -> bytes:
    return canonical(value).encode()


def _fields(name: str, values: Sequence[Any]) -> list[str | None]:
    """Return the field of an object for each value, None for those that are not stated. Most claims of a table say the same."""
    said = {value: f'"{name}":{canonical(value)}' if value is not None else None for value in set(values)}
    return list(said.values()) * len(values) if len(said) == 1 else [said[value] for value in values]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no canonical form")


_quoted = json.encoder.encode_basestring  # of a text what `canonical` returns
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text, allow_nan=False)
