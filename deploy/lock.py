"""Resolve the dependencies anew: hash-pinned locks that hold no addresses."""

from deploy.setup import ROOT, find_uv, run

OPTIONS = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
)

if __name__ == "__main__":
    run(*find_uv(), *OPTIONS, "pyproject.toml", "-o", "requirements.lock")
    run(
        *find_uv(),
        *OPTIONS,
        "--extra",
        "dev",
        "-c",
        "requirements.lock",
        "pyproject.toml",
        "-o",
        "requirements-dev.lock",
    )
    print(f"Locked in {ROOT}.")
