"""Check a transcript with nothing but itself, heads that were kept elsewhere, and the key. Opens no database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credits import ledger
from credits.transcripts import _attachment, _drawing, _making


@dataclass(frozen=True)
class Checked:
    """
    What came of a check: the statement, what is wrong with it, and how many of its lines no head covers yet.

    `are_pages_compared` is False where the statement is all that can be believed: the pages were drawn by another release, or are those
    of a certificate (`is_certificate`) whose seal nobody looked at.
    """

    stated: Mapping[str, Any]
    faults: tuple[str, ...]
    uncovered: int
    are_pages_compared: bool
    is_certificate: bool = False


def check(
    content: bytes,
    *,
    kept: ledger.Kept,
    keys: Mapping[str, bytes],
    is_sealed: Callable[[bytes], bool] | None = None,
) -> Checked:
    """
    Return what is wrong with the transcript in `content`, a PDF or its JSON.

    The pages of a certificate are not drawn again: `is_sealed` says whether its seal covers them and holds.

    :raises NoStatement: if there is none in it
    """
    stated = _attachment.statement_in(content)
    if stated.get("format") != _making.FORMAT:
        raise _attachment.NoStatement(f"its format is not {_making.FORMAT}")
    try:
        faults = tuple(_faults(stated, kept, keys))
        uncovered = sum(link["leaf"] is None for record in stated["records"] for link in record["chain"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _attachment.NoStatement(f"it is not written as transcripts are: {error!r}") from None
    is_certificate = _attachment.is_certificate(content)
    compare, fault = _comparison(stated, is_certificate=is_certificate, is_sealed=is_sealed)
    # It takes a moment: not for somebody else's statement.
    if _attachment.is_pdf(content) and compare and not faults and not compare(content):
        faults = (fault,)
    are_compared = compare is not None or not _attachment.is_pdf(content)
    return Checked(stated, faults, uncovered, are_pages_compared=are_compared, is_certificate=is_certificate)


def _comparison(
    stated: Mapping[str, Any], *, is_certificate: bool, is_sealed: Callable[[bytes], bool] | None
) -> tuple[Callable[[bytes], bool] | None, str]:
    """Return what tells whether pages are those that were made, None where nothing can, and what is wrong where they are not."""
    if is_certificate:
        return is_sealed, "pages: of a certificate without its seal"
    is_drawn_here = stated.get("drawn") == _drawing.DRAWN
    fault = "pages: are not those that are drawn from the statement inside"
    return (lambda content: _drawing.draw(stated) == content) if is_drawn_here else None, fault


def _faults(stated: Mapping[str, Any], kept: ledger.Kept, keys: Mapping[str, bytes]) -> Iterator[str]:
    yield from _signature(stated, keys)
    head = ledger.head_from(stated["head"]) if stated["head"] else None
    if head is not None:
        yield from _head(head, kept, keys)
    for record in stated["records"]:
        yield from _chain(record, head, [bytes.fromhex(one) for one in stated["hashes"]])
    yield from _lines(stated)


def _signature(stated: Mapping[str, Any], keys: Mapping[str, bytes]) -> Iterator[str]:
    public = keys.get(stated["key"])
    unsigned = {name: value for name, value in stated.items() if name != "signature"}
    if public is None:
        yield f"transcript: its key {stated['key']} is none of those given"
    elif not ledger.is_signed(ledger.encoding(unsigned), signature=bytes.fromhex(stated["signature"]), public=public):
        yield "transcript: was changed after it was signed"


def _head(head: ledger.Head, kept: ledger.Kept, keys: Mapping[str, bytes]) -> Iterator[str]:
    public = keys.get(head.key)
    if public is None:
        yield f"head {head.number}: its key {head.key} is none of those given"
    elif not ledger.is_signed(head.statement, signature=head.signature, public=public):
        yield f"head {head.number}: the signature is not its own"
    same = next((one for one in kept.heads if one.number == head.number), None)
    if same is None:
        yield f"head {head.number}: is none of the kept ones, which end with head {max((one.number for one in kept.heads), default=0)}"
    elif same != head:
        yield f"head {head.number}: is not the one that was kept"


def _chain(record: Mapping[str, Any], head: ledger.Head | None, hashes: list[bytes]) -> Iterator[str]:
    """Yield the lines of a chain that do not stand where they say they do in the tree."""
    person, last = record["person"], -1
    for number, link in enumerate(record["chain"], start=1):
        leaf = link["leaf"]
        if leaf is None:
            last = head.size if head else 0
            continue
        data = ledger.leaf_data(person, number, bytes.fromhex(link["digest"]))
        if head is None or not last < leaf < head.size:
            yield f"person {person}, line {number}: stands at no place of its own under the head"
        elif head.root != ledger.root_above(
            ledger.leaf_hash(data), leaf=leaf, size=head.size, path=[hashes[place] for place in link["proof"]]
        ):
            yield f"person {person}, line {number}: is not the line under the head"
        last = leaf


def _lines(stated: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines shown that are not those of the chains."""
    chains = {record["person"]: [link["digest"] for link in record["chain"]] for record in stated["records"]}
    seen = set()
    for shown in stated["lines"]:
        line, facts = shown["line"], shown["facts"]
        person, number = line["person"], line["number"]
        where = f"person {person}, line {number}"
        chain = chains.get(person, [])
        if (person, number) in seen or not 0 < number <= len(chain):
            yield f"{where}: stands twice, or in no chain"
            continue
        seen.add((person, number))
        previous = bytes.fromhex(chain[number - 2]) if number > 1 else b""
        if ledger.line_digest(previous, line).hex() != chain[number - 1]:
            yield f"{where}: is not the line of the chain"
        if ledger.claim_digest(facts) != line["claim"][-1]:
            yield f"{where}: the facts of its claim were changed"
        if not stated["years"][0] <= int(str(facts["ends_on"])[:4]) <= stated["years"][1]:
            yield f"{where}: is of another year"
