"""
Faults: what does the later work is killed with -9 at random moments, and afterwards nothing is lost, done twice, or half done.

`deploy/faults/run NAME [--kills N] [--seed N] [--broker redis|rabbitmq] [--json]`. Each module beside this one is named after what is
done (`certificates`, `reminders`); `tools/` is what they share: a PostgreSQL server and a broker of their own (`ground`), real workers
and a real beat (`rig`). A module has `findings(options)`, which does it and yields `Finding`s, and may have `arguments(parser)`.
The seed decides who is killed and when; the machine decides how far everybody was by then, so a run is alike, not the same.
"""
