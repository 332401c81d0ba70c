"""The command: find the bench, run it, print a line a figure."""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from deploy.bench.tools.figures import Figure

BENCHES = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run the bench that is named; return 1 if a figure misses its target."""
    if not arguments or arguments[0].startswith("-"):
        print("deploy/bench/run NAME [--json] […]; NAME --help says which options it has\n\n" + "\n".join(_listed()))
        return 2
    bench = _bench(arguments[0])
    options = _options(bench, arguments)
    # One thread a process, as in web and workers: what is measured is not how many cores the machine has.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    found = list(_printed(bench.figures(options), as_json=options.json))
    return int(not all(figure.ok for figure in found))


def _names() -> list[str]:
    return sorted(path.stem.replace("_", "-") for path in BENCHES.glob("*.py") if path.stem != "__init__")


def _listed() -> Iterator[str]:
    for name in _names():
        yield f"  {name:24}{(_bench(name).__doc__ or '').strip().splitlines()[0]}"


def _bench(name: str) -> ModuleType:
    if name not in _names():
        sys.exit(f"There is no bench “{name}”. There are: {', '.join(_names())}")
    return importlib.import_module(f"deploy.bench.{name.replace('-', '_')}")


def _options(bench: ModuleType, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"deploy/bench/run {arguments[0]}", description=bench.__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON line a figure")
    if hasattr(bench, "arguments"):
        bench.arguments(parser)
    return parser.parse_args(arguments[1:])


def _printed(figures: Iterator[Figure], *, as_json: bool) -> Iterator[Figure]:
    for figure in figures:
        print(json.dumps(figure.as_dict(), ensure_ascii=False) if as_json else figure, flush=True)
        yield figure


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
