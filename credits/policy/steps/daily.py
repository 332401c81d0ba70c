"""The cap of a day: shared by all claims of the day; a claim over several days draws on them, earliest first."""

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy._tables import of_rows

BY_TIME = ["time", "per_day"]
COLUMNS = ["row", "who", "starts_on", "ends_on", "starts_at", "ends_at", "hours", "day_cap", "clock_minutes"]
DAYS = 2**23  # more than there are days from the year 1 to the year 9999


def cap(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Let no day earn more than the cap."""
    if not rules.any(lambda version: version.daily_cap):
        return frame
    limit = rules.hours(lambda version: version.daily_cap.hours if version.daily_cap else None)
    frame = frame.with_columns(day_cap=pl.when(_concerned(rules)).then(limit))
    draws = (
        pl.col("day_cap").is_not_null() & (pl.col("hours") > 0) & pl.col("kind").fill_null("time").is_in(BY_TIME)
    ).fill_null(value=False)
    most = pl.min_horizontal("hours", pl.col("day_cap") * _learning_days())
    frame = frame.with_columns(allowed=pl.when(draws).then(most))
    shared = _sharing(frame.with_columns(hours="allowed").select(COLUMNS).filter(pl.col("hours").is_not_null()))
    if shared.height:
        of_days = of_rows(frame, _allowed(_turns(shared)), "allowed")
        frame = frame.with_columns(allowed=pl.coalesce(of_days, "allowed"))
    over = (pl.col("allowed") < pl.col("hours")).fill_null(value=False)
    clause = rules.clause(lambda version: version.daily_cap)
    return cut(frame, rules, "daily_cap", to=pl.col("allowed"), when=over, value=pl.col("day_cap"), clause=clause)


def _concerned(rules: Rules) -> pl.Expr:
    concerned = rules.where(lambda version: version.daily_cap and not version.daily_cap.activities)
    for place, version in enumerate(rules.versions):
        if version.daily_cap and version.daily_cap.activities:
            listed = pl.col("activity").is_in(list(version.daily_cap.activities))
            concerned |= (pl.col("v") == place) & listed.fill_null(value=False)
    return concerned


def _sharing(claims: pl.DataFrame) -> pl.DataFrame:
    """Return the claims that share days with others (`cluster`), or whose clock runs over several days."""
    # One number says who and when, so that one sort and one running maximum serve everybody.
    starts, ends = (pl.col("who") * DAYS + pl.col(name).cast(pl.Int32) for name in ("starts_on", "ends_on"))
    claims = claims.with_columns(starts=starts).sort("starts")
    begun = (pl.col("starts") > ends.cum_max().shift(1)).fill_null(value=True)
    claims = claims.with_columns(begun=begun, cluster=begun.cum_sum()).drop("starts")
    alone = pl.col("begun") & pl.col("begun").shift(-1, fill_value=True)
    apart = alone & (pl.col("starts_at").is_null() | (pl.col("starts_on") == pl.col("ends_on")))
    return claims.filter(~apart).drop("begun")


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
