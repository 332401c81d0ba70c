"""
Translations, without gettext on the machine: Babel reads and writes, Django's templatize makes templates readable.

    python -m deploy.messages check [app …]      every msgid is in its app's file, translated, not fuzzy, with the same placeholders
    python -m deploy.messages update [app …]     add new msgids, drop those that no source names any more
    python -m deploy.messages compile [app …]    write the .mo files
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
APPS = ("learning", "learning/accounts", "credits", "seminars", "cms")
KEYWORDS = dict.fromkeys(
    (
        "_",
        "gettext",
        "gettext_lazy",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "npgettext",
        "gettext_noop",
    )
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def main(arguments: list[str]) -> None:
    """Do what the first argument says for the apps that the others name."""
    what, apps = arguments[0] if arguments else "check", arguments[1:] or list(APPS)
    deeds = {"check": check, "update": update, "compile": compile_}
    faults = [fault for app in apps for fault in deeds[what](app)]
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(
            f"{len(faults)} translations are not in order. `make messages` adds what is missing; then translate it."
        )


def check(app: str) -> Iterator[str]:
    """Yield what is wrong with the translations of `app`."""
    found, known = messages_of(app), catalog_of(app)
    for key, where in found.items():
        message = known.get(key[0], key[2])
        if message is None:
            yield f"{po_of(app).relative_to(ROOT)}: missing: {key[0]!r} ({where})"
    yield from faults_of(app, known)
    yield from clashes_of(app, known)


def clashes_of(app: str, known: Catalog) -> Iterator[str]:
    """Yield messages that an app before this one says otherwise: Django shows one Chinese for one msgid everywhere."""
    for other in APPS[: APPS.index(app)]:
        theirs = catalog_of(other)
        for message in known:
            same = theirs.get(message.id, message.context) if message.id else None
            if same is not None and all(texts(same.string)) and texts(same.string) != texts(message.string):
                name = f"{po_of(app).relative_to(ROOT)}: {message.id!r}"
                yield f"{name}: {other} says {texts(same.string)[0]!r}; say the same, or give one of them a context"


def faults_of(app: str, known: Catalog) -> Iterator[str]:
    """Yield messages that are fuzzy, empty, or whose placeholders differ."""
    for message in known:
        if not message.id:
            continue
        name = f"{po_of(app).relative_to(ROOT)}: {message.id!r}"
        if message.fuzzy:
            yield f"{name}: fuzzy"
        if not all(texts(message.string)):
            yield f"{name}: not translated"
        elif {*PLACEHOLDER.findall(texts(message.id)[-1])} != {*PLACEHOLDER.findall(texts(message.string)[-1])}:
            yield f"{name}: placeholders differ"


def update(app: str) -> Iterator[str]:
    """Bring the file of `app` up to date; yields nothing."""
    known = catalog_of(app)
    # The date stays, so that two people who add messages meet only where they both wrote.
    fresh = Catalog(locale="zh_Hans", project="Xueshi", fuzzy=False, creation_date=known.creation_date)
    for key in sorted(messages_of(app), key=lambda one: (one[0], one[2] or "")):
        old = known.get(key[0], key[2])
        identity = (key[0], key[1]) if key[1] else key[0]
        fresh.add(identity, old.string if old and old.string else (("",) if key[1] else ""), context=key[2])
    path = po_of(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=120, sort_output=True)
    return iter(())


def compile_(app: str) -> Iterator[str]:
    """Write the .mo file of `app`; yields nothing."""
    if po_of(app).exists():
        with po_of(app).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog_of(app))
    return iter(())


def messages_of(app: str) -> dict[tuple[str, str, str | None], str]:
    """Return every message of the sources of `app`: (singular, plural or nothing, context) → where."""
    found: dict[tuple[str, str, str | None], str] = {}
    for path in sources(app):
        for line, message in extracted(path):
            found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    return found


def extracted(path: Path) -> Iterator[tuple[int, tuple[str, str, str | None]]]:
    """Yield the messages of one file."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  (Django is slow to import)

    text = path.read_text(encoding="utf-8")
    # In brackets, because the indentation of a template means nothing.
    code = text if path.suffix == ".py" else f"({templatize(text, origin=str(path))})"
    for line, function, arguments, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
        # Babel's own types name neither what it yields for one argument nor for several.
        found: object = arguments
        given = found if isinstance(found, tuple) else (found,)
        if isinstance(function, str) and function and all(isinstance(part, str) for part in picked(function, given)):
            yield line, keyed(function, given)


def picked(function: str, given: tuple[object, ...]) -> list[object]:
    """Return the arguments that are texts to translate."""
    count = {"ngettext": 2, "ngettext_lazy": 2, "pgettext": 2, "pgettext_lazy": 2, "npgettext": 3}.get(function, 1)
    return list(given[:count])


def keyed(function: str, given: tuple[object, ...]) -> tuple[str, str, str | None]:
    """Return (singular, plural, context) of a call."""
    texts_ = [str(part) for part in picked(function, given)]
    context = texts_.pop(0) if function in {"pgettext", "pgettext_lazy", "npgettext"} else None
    return texts_[0], texts_[1] if len(texts_) > 1 else "", context


def sources(app: str) -> Iterator[Path]:
    """Yield the files of `app` that hold texts for people; an app inside another keeps its own."""
    inner = [ROOT / other for other in APPS if other != app and other.startswith(f"{app}/")]
    for pattern in ("**/*.py", "**/*.html", "**/*.txt"):
        for path in sorted((ROOT / app).glob(pattern)):
            if "migrations" not in path.parts and not any(path.is_relative_to(folder) for folder in inner):
                yield path


def catalog_of(app: str) -> Catalog:
    """Return the translations of `app`."""
    if not po_of(app).exists():
        return Catalog(locale="zh_Hans", fuzzy=False)
    with po_of(app).open("rb") as file:
        return read_po(file, locale="zh_Hans")


def po_of(app: str) -> Path:
    """Return the file with the Chinese of `app`."""
    return ROOT / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """Return a text, or the forms of a plural, as a list."""
    return [value] if isinstance(value, str) else [*value] if value else [""]


if __name__ == "__main__":
    main(sys.argv[1:])
