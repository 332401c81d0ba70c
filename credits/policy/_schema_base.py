"""What every value of a rulebook is: frozen, exact, with its source."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer


def _plain(amount: Decimal) -> Decimal:
    whole = amount.to_integral_value()
    return Decimal(f"{whole if amount == whole else amount.normalize():f}")


# 90, 90.0 and 90.00 are one value, or the digest of a version would depend on how it was typed.
Hours = Annotated[
    Decimal,
    Field(ge=0, max_digits=9, decimal_places=2),
    AfterValidator(_plain),
    PlainSerializer(lambda amount: f"{amount:f}", return_type=str),
]
CategoryCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
OrUnstated = Literal["unstated"]


# A part of a whole, as the law writes it: “2/3”. A decimal would not be exact.
Share = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}/[1-9]\d{0,3}$")]


def parts(share: str) -> tuple[int, int]:
    """Return what is above and below the line of `share`."""
    above, below = share.split("/")
    return int(above), int(below)


class Frozen(BaseModel):
    """A value that refuses unknown keys and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Frozen):
    """A source of `rules.md`, under the name by which the product cites it."""

    document: str
    article: str = ""


class Rule(Frozen):
    """A value of the law: where it stands, how sure that is, how strictly it is meant."""

    source: str
    confidence: Literal["V", "R", "L", "G", "A"]
    article: str = ""
    strength: Literal["hard", "default"] = "hard"
    note: str = ""
