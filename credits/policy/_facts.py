"""Which facts must be stated."""

from credits.policy._schema import Version
from credits.policy._schema_earning import Gate

ASKED = {
    "passed": "passed",
    "attendance": "attended_minutes",
    "late": "attended_minutes",
    "absences": "absent_half_days",
    "provider": "provider_since",
    "approved": "approved_on",
}


def required_facts(version: Version, activity: str, *, mode: str | None = None) -> frozenset[str]:
    """Return the facts of a claim that the gates of `version` ask for; a gate for other activities or modes asks nothing."""
    gates = [gate for gate in version.gates if gate.kind in ASKED and _concerns(gate, activity, mode)]
    late = {"passed_on" for gate in gates if gate.within_days is not None}
    return frozenset({ASKED[gate.kind] for gate in gates} | late)


def _concerns(gate: Gate, activity: str, mode: str | None) -> bool:
    of_activity = not gate.activities or activity in gate.activities
    return of_activity and (not gate.modes or mode is None or mode in gate.modes)
