"""Each kind of rule in words, in the reader's language. A kind without words here is a fault, which a test finds."""

from collections.abc import Callable, Mapping
from typing import Any

from credits.web import wording
from credits.web.rulewords import _duty, _earning, _further
from credits.web.rulewords._codes import target_level
from credits.web.rulewords._complaints import complaints
from credits.web.rulewords._duty import made_up_within
from credits.web.rulewords._regions import place
from credits.web.rulewords._scopes import scopes

# By the names under which `policy.Version` holds its rules.
SAYINGS: Mapping[str, Callable[[Any, wording.Labels], str]] = {**_duty.SAYINGS, **_earning.SAYINGS, **_further.SAYINGS}

__all__ = ["SAYINGS", "complaints", "made_up_within", "place", "scopes", "target_level"]
