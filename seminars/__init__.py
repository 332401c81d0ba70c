"""
Seminars: facts of what is taught and who was there.

A base applies for a *programme*; what a regulator approves becomes an immutable `ProgrammeVersion`. A *run* is one execution of
the version it was opened under, with *sessions*. People hold a place by an *enrolment*; *attendance* says how long each was there.
When a run is closed, one claim a person goes down to `credits.posting`, which knows nothing of seminars.
Time, room and a substitute teacher are *filed* (备案) and take effect at once; hours, category, audience and content change only by
an approved amendment, a new version.
"""
