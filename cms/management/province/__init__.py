"""
The demo province: made-up people and organisations, taken through the real operations, deterministic for a seed, relative to today.

`_cast` makes regulators, bases, employers, logins and people; `_taught` has programmes applied for and approved; `_held` opens runs, fills
them, confirms attendance and closes them, year by year; `_written` publishes pages. Nothing is inserted past the rules.
"""

from cms.management.province._cast import LOGINS, PASSWORD
from cms.management.province._province import build, is_built

__all__ = ["LOGINS", "PASSWORD", "build", "is_built"]
