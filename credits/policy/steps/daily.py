"""The cap of a day: shared by all claims of the day; a claim over several days draws on them, earliest first."""

from functools import cache

import polars as pl

from credits.policy._reasons import Reason, collected, weighed
from credits.policy._rules import Rules
from credits.policy._tables import of_rows

BY_TIME = ["time", "per_day"]
DRAWN = ["row", "who", "starts_on", "ends_on", "starts_at", "ends_at", "allowed", "day_cap", "clock_minutes"]
SHARING = ["row", "starts_on", "ends_on", "starts_at", "ends_at", "hours", "day_cap", "clock_minutes", "cluster"]
DAYS = 2**23  # more than there are days from the year 1 to the year 9999


def cap(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Let no day earn more than the cap."""
    if not rules.any(lambda version: version.daily_cap):
        return frame
    frame = collected(frame.lazy().with_columns(rules.once(_limit)).with_columns(_drawing()))
    shared = _sharing(frame)
    if shared.height:
        of_days = of_rows(frame, _allowed(_turns(shared)), "allowed")
        frame = frame.with_columns(allowed=pl.coalesce(of_days, "allowed"))
    return weighed(frame, rules, rules.once(_over))


def _limit(rules: Rules) -> pl.Expr:
    limit = rules.hours(lambda version: version.daily_cap.hours if version.daily_cap else None)
    return pl.when(_concerned(rules)).then(limit).alias("day_cap")


@cache
def _drawing() -> pl.Expr:
    """Return what a claim may draw at most if it shares its days with no other; null where no cap concerns it."""
    draws = (
        pl.col("day_cap").is_not_null() & (pl.col("hours") > 0) & pl.col("kind").fill_null("time").is_in(BY_TIME)
    ).fill_null(value=False)
    most = pl.min_horizontal("hours", pl.col("day_cap") * _learning_days())
    return pl.when(draws).then(most).alias("allowed")


def _over(rules: Rules) -> list[Reason]:
    over = (pl.col("allowed") < pl.col("hours")).fill_null(value=False)
    clause = rules.clause(lambda version: version.daily_cap)
    return [Reason("daily_cap", over, to=pl.col("allowed"), details={"value": pl.col("day_cap"), "clause": clause})]


def _concerned(rules: Rules) -> pl.Expr:
    concerned = rules.where(lambda version: version.daily_cap and not version.daily_cap.activities)
    for place, version in enumerate(rules.versions):
        if version.daily_cap and version.daily_cap.activities:
            listed = pl.col("activity").is_in(list(version.daily_cap.activities))
            concerned |= (pl.col("v") == place) & listed.fill_null(value=False)
    return concerned


def _sharing(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that share days with others (`cluster`), or whose clock runs over several days; their `hours` are what they may draw."""
    begun, alone = _parted()
    claims = frame[DRAWN].lazy().filter(pl.col("allowed").is_not_null()).with_columns(_starting()).sort("starts")
    claims = claims.with_columns(begun).with_columns(pl.col("begun").cum_sum().alias("cluster"))
    return collected(claims.filter(~alone).select(SHARING))


@cache
def _starting() -> list[pl.Expr]:
    # One number says who and when, so that one sort and one running maximum serve everybody.
    starts, ends = (pl.col("who") * DAYS + pl.col(name).cast(pl.Int32) for name in ("starts_on", "ends_on"))
    return [starts.alias("starts"), ends.alias("ends"), pl.col("allowed").alias("hours")]


@cache
def _parted() -> tuple[pl.Expr, pl.Expr]:
    """Return whether a claim, in order of `starts`, begins a cluster; and whether, where that is known, it draws on days that no other shares."""
    begun = (pl.col("starts") > pl.col("ends").cum_max().shift(1)).fill_null(value=True).alias("begun")
    alone = pl.col("begun") & pl.col("begun").shift(-1, fill_value=True)
    return begun, alone & (pl.col("starts_at").is_null() | (pl.col("starts_on") == pl.col("ends_on")))


def _turns(claims: pl.DataFrame) -> pl.DataFrame:
    """Number the claims that share days: `turn` is the place of a claim among those that its days touch."""
    numbered = claims.sort("cluster", "row")
    place = pl.int_range(pl.len())
    first = pl.when((pl.col("cluster") != pl.col("cluster").shift(1)).fill_null(value=True)).then(place)
    return numbered.with_columns(turn=place - first.forward_fill())


def _learning_days() -> pl.Expr:
    # A day of travel holds no hours; which of the days it is nobody says.
    days = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() + 1
    return (days - pl.col("travel_days").fill_null(0)).clip(0)


def _allowed(claims: pl.DataFrame) -> pl.DataFrame:
    # A recurrence: what a claim may draw depends on what the claims before it drew. One turn serves all people at once.
    days = claims.with_columns(date=pl.date_ranges("starts_on", "ends_on")).explode("date")
    day = pl.col("cluster").cast(pl.Int64) * DAYS + pl.col("date").cast(pl.Int32)
    days = days.sort("turn", "row", "date").with_columns(most=_most_of_day(), day=day.rank("dense").cast(pl.Int64) - 1)
    last = days["day"].max()
    used = pl.zeros(int(last) + 1 if isinstance(last, int) else 0, dtype=pl.Int64, eager=True)
    found = []
    for turn in days.partition_by("turn", maintain_order=True):
        drawn = _drawn(turn, used.gather(turn["day"]))
        # A claim meets a day once, and a turn holds one claim of those that share days.
        used = used.scatter(turn["day"], drawn["used"] + drawn["drawn"])
        found.append(drawn.select("row", "drawn"))
    return pl.concat(found).group_by("row").agg(allowed=pl.col("drawn").sum())


def _drawn(days: pl.DataFrame, used: pl.Series) -> pl.DataFrame:
    room = pl.min_horizontal("most", (pl.col("day_cap") - pl.col("used")).clip(0))
    days = days.with_columns(used=used).with_columns(room=room).with_columns(until=pl.col("room").cum_sum())
    before = pl.col("until") - pl.col("room")
    first = pl.when((pl.col("row") != pl.col("row").shift(1)).fill_null(value=True)).then(before).forward_fill()
    drawn = pl.min_horizontal("room", (pl.col("hours") - (before - first)).clip(0))
    return days.select("row", "used", drawn=drawn)


def _most_of_day() -> pl.Expr:
    """Return what the clock leaves for each day of a claim over midnight; without a clock every day may take all."""
    midnight = pl.col("date").cast(pl.Datetime("us"))
    begins, ends = pl.max_horizontal("starts_at", midnight), pl.min_horizontal("ends_at", midnight.dt.offset_by("1d"))
    until = (ends - pl.col("starts_at")).dt.total_minutes()
    since = (begins - pl.col("starts_at")).dt.total_minutes()
    whole, minutes = pl.col("hours"), pl.col("clock_minutes")
    overnight = (minutes > 0) & (minutes <= 24 * 60) & (pl.col("starts_on") < pl.col("ends_on"))
    return pl.when(overnight).then(whole * until // minutes - whole * since // minutes).otherwise(whole)
