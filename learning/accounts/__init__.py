"""
Accounts: people, organisations, regions, roles; who somebody is and what is theirs to see.

A *login* (`User`) and a *person* (`Person`) are two things. A person is somebody whose hours are kept and may exist before
any login does; `PersonLogin` joins the two, with the proof that was given. What policy reads about a person (series, titles,
region, employer, statuses) is a `PersonFact`: an append-only row with the span it is valid for and the moment it was recorded;
a correction is a new row that names the one it replaces. Two records of one person are joined and unjoined by rows, too.
"""
