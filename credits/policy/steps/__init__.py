"""
The steps of an evaluation (rules.md 11.3), one module a rule or group of rules.

A step takes a table of claims and gives the same table with other hours; what it took becomes a reason. Steps that no rulebook of
the batch uses leave the table as it is.
"""
