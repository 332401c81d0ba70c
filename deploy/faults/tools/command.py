"""The command: find the fault, run it, print a line a finding. 0: all is well, 1: something is not, 2: it was not understood."""

import argparse
import importlib
import os
import secrets
import sys
from pathlib import Path
from types import ModuleType

FAULTS = Path(__file__).resolve().parent.parent
BROKERS = ("redis", "rabbitmq")


def main(arguments: list[str]) -> int:
    """Run the fault that is named."""
    if not arguments or arguments[0] not in _names():
        print(
            "deploy/faults/run NAME [--kills N] [--seed N] [--broker redis|rabbitmq] [--json]\n\n"
            + "\n".join(_listed())
        )
        return 2
    fault = _fault(arguments[0])
    options = _options(fault, arguments)
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    is_well = True
    for finding in fault.findings(options):
        print(finding.as_json() if options.json else finding, flush=True)
        is_well = is_well and finding.ok is not False
    return int(not is_well)


def _names() -> list[str]:
    return sorted(path.stem.replace("_", "-") for path in FAULTS.glob("*.py") if path.stem != "__init__")


def _listed() -> list[str]:
    return [f"  {name:16}{(_fault(name).__doc__ or '').strip().splitlines()[0]}" for name in _names()]


def _fault(name: str) -> ModuleType:
    return importlib.import_module(f"deploy.faults.{name.replace('-', '_')}")


def _options(fault: ModuleType, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"deploy/faults/run {arguments[0]}", description=fault.__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often something is killed (default 50)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="what chance begins with (printed)")
    parser.add_argument("--broker", choices=BROKERS, default=BROKERS[0], help="default redis")
    parser.add_argument("--json", action="store_true", help="a JSON line a finding")
    if hasattr(fault, "arguments"):
        fault.arguments(parser)
    return parser.parse_args(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
