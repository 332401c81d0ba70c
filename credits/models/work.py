"""Work that a sweep goes on with in chunks: what all apps share of it lies in `learning.work`."""

from learning.work import Work, begin, put_off, told, traced

__all__ = ["Work", "begin", "put_off", "told", "traced"]
