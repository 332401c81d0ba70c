"""
Benches: what is fast enough, as a ratio to something bare that is measured in the same run on the same machine.

`deploy/bench/run NAME [--json] […]`. Each module beside this one is a bench, named after what it measures (`page_my_hours` is
`page-my-hours`); `tools/` is what they share. A bench has `figures(options)`, which yields `Figure`s, and may have
`arguments(parser)` for options of its own. Whatever it writes, it writes into a throw-away database.
"""
