"""
Policy: what a rulebook makes of the facts of many people at once. Arithmetic on tables: no Django, no clock, no I/O.

    book = policy.read_pack(text, name="nanjing-general.toml")
    awards = policy.award(claims=…, people=…, dated=…, openings=…, versions=book.versions)
    standings = policy.stand(lines=…, people=…, dated=…, openings=…, asked=…, versions=book.versions)

Tables go in and come out as Polars frames. Amounts of hours (`hours`, `credits`, `days`, `carried_in`, …) are Int64 hundredths;
`minutes` and `attended_minutes` are whole minutes. Only the columns marked * must be there: the others may be left out or null.
An empty table is `pl.DataFrame()`. A fact that is null passes its gate; `required_facts` says which facts posting must ask for.

claims    a row for each claim and family to decide it under
          *person Int64, *claim Int64, *family Utf8, *position Int64 (order within the person), *activity Utf8, *starts_on Date
          (or starts_at), ends_on Date (default starts_on), version Utf8 (id under which it was decided before: pinned), category Utf8,
          starts_at Datetime, ends_at Datetime (naive local), hours, minutes, days, credits, attended_minutes, absent_half_days,
          travel_days Int64, mode, level, organiser Utf8, provider_since, provider_until, approved_on Date, passed Boolean,
          passed_on Date, role Utf8, rank, authors, count, chars Int64, item, specialty Utf8, revoked_on Date, unverified Boolean,
          declared_on, late_approved_on Date, provider_region Utf8
people    *person, obliged_since, obliged_until, born_on, transferred_on, appointed_since, appointed_until Date,
          info_collected Boolean (null: collected), specialties Int64 (null: one),
          periods_since Date (if `obliged_since` is unknown, registration periods begin on 1 January of its year)
dated     *person, *kind ("target_level" | "title" | "status" | …), *code, since Date (null: always), ends_before Date (exclusive,
          null: open), consent Boolean. The facts of a cycle's last day apply. A title's `since` is its day of publication.
openings  *person, *family, *on Date (in the cycle), carried_in, shortfall, category Utf8 (null or "": not split)
asked     *person, *family, *on Date: the cycle in which the day lies

`award` gives `Awards`:
  lines     person, claim, family, version (id), version_digest, cycle_starts_on, cycle_ends_before (null where no version or cycle
            holds the day), category ("" where none is known), hours, moved (hundredths that an audit moved to the next cycle).
            A claim that earns nothing has exactly one line of 0; lines of one claim differ in cycle or category.
  reasons   person, claim, family, ordinal (0…), code, amount (gained or taken; the amounts of a claim add up to its award),
            document, article, value, fact (Int64), text Utf8, day Date: what `sentence` puts into words
  totals    person, claim, family, hours
`placed` says in which cycle each claim lies, before anything is evaluated. Give all live claims that `reach` names, in any row order; `position` is what counts where order matters. Claims that are
reversed are left out, or carry `revoked_on`. Adding claims at the end of the order never lowers an award.

`stand` takes `lines` from the ledger: sums per person, claim, family, cycle and category of lines that were posted
          *person, *family, *cycle_starts_on, *category, *hours, ends_on Date and mode Utf8 of the claim, moved; where a version has
          minimums of several years or of each specialty (`asks_more_of_lines`), activity, level, organiser, specialty of the claim, too
and gives a row for each cycle asked: person, family, version, version_digest, cycle_starts_on, cycle_ends_before, deadline
(last day to earn), required, counted, missing, met, categories and modes (lists of struct code, required, counted, missing),
inner (list of struct starts_on, required, counted, missing), rolling (list of struct code, unit "hours" or "claims", since, required,
counted, missing: hundredths of these), grace_until (of who is short), unmet (sorted), reasons (list of struct code, amount, document,
article, value, fact, text, day), carried_in. A day for which no version is in force, or that lies in no cycle, has no row.
Families whose cycles hand something on or look at several years (`reach` is not "cycle") want the lines of all earlier cycles too.

`look_back` takes applications (*person, *family, *applying_in Int64, *level, *review_level) and gives, for each, person, family,
applying_in, level, review_level, version (whose rule of looking back holds; null where there is none), met, total, missing, categories
(list of struct code, counted), years (year, version, required, counted, missing, alone, categories, met; not `alone`: the year is
looked at together with others), sums (code, pool "all" or "pooled", required, counted, missing: what is tested of several years), unmet.
Years for which no version is in force are left out.

A rulebook is data: see `PACKS.md`, and `pack_schema` for its JSON Schema. The steps of an evaluation are the modules of `steps`, in the order of `_award`.
"""

from credits.policy._award import Awards, award, placed
from credits.policy._cycles import cycle_of, cycles_of
from credits.policy._facts import required_facts
from credits.policy._look_back import look_back
from credits.policy._reach import reach, stands_alone, widest
from credits.policy._reading import NotARulebook, Pack, pack_schema, read_pack, read_version
from credits.policy._rolling import asks_more as asks_more_of_lines
from credits.policy._schema import Version
from credits.policy._schema_duty import Season
from credits.policy._sentences import REASON_CODES, sentence
from credits.policy._stand import stand
from credits.policy._tables import CLAIM_FACTS
from credits.policy.steps.making_up import made_up_until

__all__ = [
    "CLAIM_FACTS",
    "REASON_CODES",
    "Awards",
    "NotARulebook",
    "Pack",
    "Season",
    "Version",
    "asks_more_of_lines",
    "award",
    "cycle_of",
    "cycles_of",
    "look_back",
    "made_up_until",
    "pack_schema",
    "placed",
    "reach",
    "read_pack",
    "read_version",
    "required_facts",
    "sentence",
    "stand",
    "stands_alone",
    "widest",
]
