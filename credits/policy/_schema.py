"""A version of a rulebook: immutable dated data, each value with its source."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, model_validator

from credits.policy._codes import Basis, ReviewLevel, TargetLevel
from credits.policy._schema_base import Document, Frozen, Rule
from credits.policy._schema_checks import faults
from credits.policy._schema_conduct import ClaimRule, Crediting, Provision, Recognition
from credits.policy._schema_duty import (
    Carry,
    Cycle,
    Deferral,
    Entry,
    Exemption,
    Floor,
    Grace,
    Inner,
    LookBack,
    ModeFloor,
    Rolling,
    Shortfall,
    Specialties,
    Total,
    Unverified,
)
from credits.policy._schema_earning import (
    Activity,
    Cap,
    Category,
    CategoryCap,
    DailyCap,
    Day,
    Gate,
    Items,
    Lesson,
    Overlap,
    Step,
)

BEGINNING = date.min


class Scope(Frozen):
    """Whom a version applies to; an empty list means everybody. Resolution is not policy's business."""

    regions: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    employer_kinds: tuple[str, ...] = ()
    target_levels: tuple[TargetLevel, ...] = ()
    review_levels: tuple[ReviewLevel, ...] = ()


class Version(Frozen):
    """
    The rules of one family from a day on.

    `since` is `date.min` where no source says when the rules began. `before` is the first day on which
    they no longer hold, if the rules say so themselves; a later version ends an earlier one anyway.
    """

    family: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: str
    basis: Basis
    since: date = BEGINNING
    before: date | None = None
    note: str = ""
    scope: Scope = Scope()
    sources: dict[str, Document]
    categories: tuple[Category, ...] = ()

    cycle: Cycle
    totals: tuple[Total, ...] = ()
    floors: tuple[Floor, ...] = ()
    modes: tuple[ModeFloor, ...] = ()
    inner: Inner | None = None
    rolling: tuple[Rolling, ...] = ()
    entry: Entry | None = None
    specialties: Specialties | None = None
    exemptions: tuple[Exemption, ...] = ()
    deferral: Deferral | None = None
    carry: Carry | None = None
    shortfall: Shortfall | None = None
    unverified: Unverified | None = None
    grace: Grace | None = None

    lesson: Lesson | None = None
    day: Day | None = None
    step: Step | None = None
    gates: tuple[Gate, ...] = ()
    items: Items | None = None
    overlap: Overlap | None = None
    daily_cap: DailyCap | None = None
    caps: tuple[Cap, ...] = ()
    category_caps: tuple[CategoryCap, ...] = ()
    activities: tuple[Activity, ...] = ()
    crediting: tuple[Crediting, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    claim: ClaimRule | None = None

    look_back: LookBack | None = None
    provisions: tuple[Provision, ...] = ()

    @property
    def id(self) -> str:
        """Return the name under which decisions quote this version."""
        return f"{self.family}@{self.since}"

    @cached_property
    def canonical(self) -> str:
        """Return the JSON over which the digest is taken: no defaults, sorted keys, no spaces."""
        body = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON."""
        return sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule of this version, in the order of the schema."""
        return tuple(self._rules())

    @cached_property
    def category_codes(self) -> tuple[str, ...]:
        """Return the codes of the categories, in the order of the pack."""
        return tuple(category.code for category in self.categories)

    def clause(self, rule: Rule) -> tuple[str, str]:
        """Return document and article of `rule`."""
        source = self.sources[rule.source]
        return source.document, rule.article or source.article

    def _rules(self) -> Iterator[Rule]:
        for name in type(self).model_fields:
            value = getattr(self, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Rule):
                    yield item

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for fault in faults(self):
            raise ValueError(fault)
        return self
