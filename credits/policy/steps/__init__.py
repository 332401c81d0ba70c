"""
The steps of an evaluation (rules.md 11.3), one module a rule or group of rules.

A step takes a table of claims and gives the same table with other hours; what it took becomes a reason. What looks at one claim alone,
up to the gates, is one plan (`_award.PLANNED`), and its `reasons` are weighed together where it has been worked out. What rules say is
put into expressions once for some versions (`Rules.once`). Steps that no rulebook of the batch uses leave the table as it is.
"""
