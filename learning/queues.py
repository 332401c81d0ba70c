"""Queues: what people wait for goes before what takes long. `worker -Q sweeps` and `worker -Q bulk`; a worker that is told neither does both."""

QUICK, SLOW = "sweeps", "bulk"
BULK = (
    "credits.discard_leftovers",
    "credits.issue_certificates",
    "credits.make_exports",
    "credits.register_openings",
    "credits.run_simulations",
    "seminars.discard_leftovers",
    "seminars.register_completions",
)


def queue_of(task: str) -> str:
    """Return the queue from which a task is taken."""
    return SLOW if task in BULK else QUICK
