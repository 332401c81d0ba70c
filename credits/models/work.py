"""Work that a sweep goes on with in chunks: what all apps share of it lies in `learning.work`."""

from learning.work import Work, put_off

__all__ = ["Work", "put_off"]
