"""Several processes that start at the same moment: spawned, because Polars hangs in a forked one."""

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any

Work = Callable[..., tuple[int, float]]


def together(work: Work, arguments: Sequence[Sequence[Any]]) -> float:
    """
    Run `work(ready, *arguments)` in a process each, and return how many things a second they did together.

    Each prepares itself, calls `ready()`, which returns when all are ready, does its work, and returns how many things and how long.
    """
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        barrier = manager.Barrier(len(arguments))
        with context.Pool(len(arguments)) as pool:
            running = [pool.apply_async(work, (barrier.wait, *given)) for given in arguments]
            done = [one.get(timeout=3600) for one in running]
    return sum(count for count, _seconds in done) / max(seconds for _count, seconds in done)
