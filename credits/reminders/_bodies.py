"""Bodies: what a version says, brought into one shape, from a file or from a form."""

from collections.abc import Mapping
from typing import Any

WORDS = ("name", "subject", "lines", "sms")
SAID = ("says_zh", "says_en", "never_zh", "never_en", "sms_never_zh", "sms_never_en")
CHANNELS = ("SMS", "EMAIL")


def body(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is `stated` of a kind as a version keeps it: every key there, lists in order, words without empty lines."""
    return {
        "source": stated["source"],
        "weight": stated["weight"],
        "offsets": sorted(stated.get("offsets", ()), reverse=True),
        "flags": sorted(stated.get("flags", ())),
        "channels": [channel for channel in CHANNELS if channel in stated.get("channels", CHANNELS)],
        "survives": sorted(stated.get("survives", ())),
        "sms_template": stated.get("sms_template", "").strip(),
        "zh": _words(stated["zh"]),
        "en": _words(stated["en"]),
        "examples": [example(one) for one in stated.get("examples", ())],
    }


def example(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return one example as a version keeps it: what is given, and what has to be said, or that nothing is."""
    return {
        "name": stated["name"].strip(),
        "flags": sorted(stated.get("flags", ())),
        "facts": dict(stated.get("facts", {})),
        "is_told": bool(stated.get("is_told", True)),
        **{name: [text.strip() for text in stated.get(name, ()) if text.strip()] for name in SAID},
    }


def _words(stated: Mapping[str, Any]) -> dict[str, str]:
    return {name: "\n".join(filter(None, map(str.strip, stated.get(name, "").splitlines()))) for name in WORDS}
