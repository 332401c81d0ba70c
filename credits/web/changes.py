"""What one version of a rulebook changes against another, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from credits import policy
from credits.enums import Basis
from credits.web import rulewords, wording
from credits.web.rulewords import scopes
from credits.web.values import CONFIDENCES, HEADINGS, listed
from learning.tags import short_day

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
# By what two rules of a kind are the same rule, though they say something else. A kind that is not here is compared whole.
KEYS: Mapping[str, tuple[str, ...]] = {
    "totals": ("target_levels",),
    "floors": ("category",),
    "modes": ("mode", "category"),
    "exemptions": ("status",),
    "gates": ("kind", "activities", "modes"),
    "caps": ("activities", "modes", "levels", "per"),
    "category_caps": ("category",),
    "rolling": ("code",),
    "recognitions": ("regions", "activities", "modes"),
    "provisions": ("topic", "activities"),
    "activities": (
        *("codes", "levels", "modes", "organisers", "roles", "rank_up_to"),
        *("chars_over", "chars_up_to", "with_chars", "months_from"),
    ),
}
# The first row whose conditions hold is taken.
IN_ORDER = {"activities", "crediting", "recognitions"}


@dataclass(frozen=True)
class Change:
    """One difference: what was there, what takes its place, and where that stands."""

    kind: str
    before: str = ""
    after: str = ""
    source: str = ""
    label: str = ""

    @property
    def is_swap(self) -> bool:
        """Return whether something takes the place of something."""
        return bool(self.before and self.after)


@dataclass(frozen=True)
class Group:
    """The differences under one heading."""

    heading: str
    changes: list[Change]


def changes(old: policy.Version | None, new: policy.Version, *, places: Mapping[str, str]) -> list[Group]:
    """Return what `new` changes against `old`, heading by heading; against nothing where there is no `old`. `places` names regions."""
    groups = [Group(_("Version"), list(_of_facts(old, new, places)))]
    groups += [Group(str(HEADINGS[name]), list(_of_rules(name, old, new))) for name in HEADINGS]
    return [group for group in groups if group.changes]


def _of_facts(old: policy.Version | None, new: policy.Version, places: Mapping[str, str]) -> Iterator[Change]:
    before = dict(_facts(old, places)) if old else {}
    for label, value in _facts(new, places):
        if old and value != before[label]:
            yield Change(CHANGED, before[label] or "—", value or "—", label=label)
        elif not old and value:
            yield Change(ADDED, after=value, label=label)


def _facts(version: policy.Version, places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield _("Title"), version.title
    yield _("Basis"), str(Basis(version.basis).label)
    yield _("In force from"), "—" if version.since == date.min else short_day(version.since)
    yield _("In force until before"), short_day(version.before) if version.before else ""
    yield from scopes(version.scope, places)
    labels = wording.labels([category.model_dump() for category in version.categories])
    yield _("Categories"), wording.listed(labels.values())


def _of_rules(name: str, old: policy.Version | None, new: policy.Version) -> Iterator[Change]:
    earlier, later = _by_key(name, old) if old else {}, _by_key(name, new)
    for key, rule in later.items():
        if old and key in earlier:
            yield from _between(name, earlier[key], rule, old, new)
        else:
            yield Change(ADDED, after=_said(name, rule, new), source=_source(rule, new))
    if old:
        for rule in [rule for key, rule in earlier.items() if key not in later]:
            yield Change(REMOVED, before=_said(name, rule, old), source=_source(rule, old))
    if name in IN_ORDER and _is_reordered(list(earlier), list(later)):
        yield Change(MOVED, after=_("The order of the rows changed: the first row whose conditions hold is taken"))


def _between(name: str, before: Any, after: Any, old: policy.Version, new: policy.Version) -> Iterator[Change]:
    was, now = _said(name, before, old), _said(name, after, new)
    if was != now:
        yield Change(CHANGED, was, now, _source(after, new))
    elif _source(before, old) != _source(after, new):
        yield Change(CHANGED, f"{now} · {_source(before, old)}", _source(after, new))


def _by_key(name: str, version: policy.Version) -> dict[tuple[Any, ...], Any]:
    """Return the rules of a kind, each under what it is known by and its number among those that share it."""
    found: dict[tuple[Any, ...], Any] = {}
    for rule in listed(getattr(version, name)):
        number = 0
        while (key := (*_key(name, rule), number)) in found:
            number += 1
        found[key] = rule
    return found


def _key(name: str, rule: Any) -> tuple[Any, ...]:
    if name in KEYS:
        return tuple(getattr(rule, part) for part in KEYS[name])
    # A kind of which there is one is the same rule whatever it says.
    is_one = not isinstance(policy.Version.model_fields[name].default, tuple)
    return () if is_one else (rule.model_dump_json(),)


def _is_reordered(earlier: list[Any], later: list[Any]) -> bool:
    shared = [key for key in later if key in earlier]
    return shared != [key for key in earlier if key in later]


def _said(name: str, rule: Any, version: policy.Version) -> str:
    names = wording.labels([category.model_dump() for category in version.categories])
    words = rulewords.SAYINGS[name](rule, names)
    return _("%(words)s (generally)") % {"words": words} if rule.strength == "default" else words


def _source(rule: Any, version: policy.Version) -> str:
    document, article = version.clause(rule)
    where = f"{document} {wording.article(article)}".strip()
    return pgettext("source and confidence", "%(where)s · %(confidence)s") % {
        "where": where,
        "confidence": CONFIDENCES[rule.confidence],
    }
