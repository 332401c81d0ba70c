"""
Cases: facts in, decisions out (TOML). How a regulator, a lawyer and a programmer agree on a rule.

    verdict = cases.decide(text, name="01-floor.toml", packs={pack.family: pack, …})
    verdict.differences        # empty: every expectation holds
    verdict.decided            # everything decided, with reasons, ready for JSON
"""

from credits.policy.cases._deciding import Difference, Verdict, decide
from credits.policy.cases._reading import NotACase

__all__ = ["Difference", "NotACase", "Verdict", "decide"]
