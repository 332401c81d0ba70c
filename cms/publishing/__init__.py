"""
Publishing: pages for bases and programmes, who edits them, who moderates them.

A base has one subtree, one group and one collection, made together; its members with the role of a manager are the group.
What they submit goes to the regulator nearest to the base and is public once an officer of that regulator approves it. What waits for
longer than a working day goes to the deputies (AB角) and to the next level as well.
"""

from cms.publishing._changes import Change, Passage
from cms.publishing._deputies import NotAModerator, OwnDeputy, deputies, moderates_for, moderators, name_deputy
from cms.publishing._groups import moderators_of, sync_editors
from cms.publishing._moderation import NothingToModerate, NotYourPage, approve, send_back, submit
from cms.publishing._own import OwnPage, pages_of
from cms.publishing._pages import NoCatalogue, make_base_pages, make_due, programme_page
from cms.publishing._queries import Waiting, moderates, waiting_for
from cms.publishing._schedule import publish_due
from cms.publishing._site import prepare_site
from cms.publishing._small import SMALL_MAX, ChangedSince, NotSmall, Proposal, approve_small, proposals
from cms.publishing._waiting_long import hand_on_due

__all__ = [
    "SMALL_MAX",
    "Change",
    "ChangedSince",
    "NoCatalogue",
    "NotAModerator",
    "NotSmall",
    "NotYourPage",
    "NothingToModerate",
    "OwnDeputy",
    "OwnPage",
    "Passage",
    "Proposal",
    "Waiting",
    "approve",
    "approve_small",
    "deputies",
    "hand_on_due",
    "make_base_pages",
    "make_due",
    "moderates",
    "moderates_for",
    "moderators",
    "moderators_of",
    "name_deputy",
    "pages_of",
    "prepare_site",
    "programme_page",
    "proposals",
    "publish_due",
    "send_back",
    "submit",
    "sync_editors",
    "waiting_for",
]
