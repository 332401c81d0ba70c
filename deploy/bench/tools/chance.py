"""
Chance by the column: numbers that look random and hang on nothing but seed, name and key, so that any slice can be made alone.

`of("month", pl.col("person"), pl.col("turn"), seed=1)` is a number in [0, 1) for each row. SplitMix64 over 64-bit integers, which
wrap: the same on every machine and in every version of the library.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import pi
from zlib import crc32

import polars as pl

GOLDEN = 0x9E3779B97F4A7C15
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def of(name: str, *keys: pl.Expr, seed: int) -> pl.Expr:
    """Return a number in [0, 1) for each row: another for each name, seed and value of the keys."""
    state = _whole(crc32(f"{seed}:{name}".encode()) + 1)
    for key in keys:
        state = _mixed(state + key.cast(pl.UInt64) * _whole(GOLDEN))
    return (state // _whole(2**11)).cast(pl.Float64) / 2.0**53


def normal(name: str, *keys: pl.Expr, seed: int) -> pl.Expr:
    """Return a number of the normal distribution for each row."""
    first, second = of(f"{name}:1", *keys, seed=seed), of(f"{name}:2", *keys, seed=seed)
    return (-2 * (1 - first).log()).sqrt() * (2 * pi * second).cos()


def picked(chance: pl.Expr, weights: Sequence[float]) -> pl.Expr:
    """Return the place of one of `weights` for each row, the heavier the more often."""
    bounds = pl.Series(list(accumulate(weights))[:-1], dtype=pl.Float64) / sum(weights)
    return pl.lit(bounds).search_sorted(chance, side="right").cast(pl.Int64)


def one_of(chance: pl.Expr, values: Sequence[str], weights: Sequence[float]) -> pl.Expr:
    """Return one of `values` for each row, the heavier the more often."""
    return pl.lit(pl.Series(list(values))).gather(picked(chance, weights))


def _mixed(state: pl.Expr) -> pl.Expr:
    state = (state ^ (state // _whole(2**30))) * _whole(FIRST)
    state = (state ^ (state // _whole(2**27))) * _whole(SECOND)
    return state ^ (state // _whole(2**31))


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)
