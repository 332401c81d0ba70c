"""
Publishing: pages for bases and programmes, who edits them, who moderates them.

A base has one subtree, one group and one collection, made together; its members with the role of a manager are the group.
What they submit goes to the regulator nearest to the base and is public once an officer of that regulator approves it.
"""

from cms.publishing._groups import moderators_of, sync_editors
from cms.publishing._moderation import NothingToModerate, NotYourPage, approve, send_back, submit
from cms.publishing._own import OwnPage, pages_of
from cms.publishing._pages import NoCatalogue, make_base_pages, make_due, programme_page
from cms.publishing._queries import Waiting, waiting_for
from cms.publishing._site import prepare_site

__all__ = [
    "NoCatalogue",
    "NotYourPage",
    "NothingToModerate",
    "OwnPage",
    "Waiting",
    "approve",
    "make_base_pages",
    "make_due",
    "moderators_of",
    "pages_of",
    "prepare_site",
    "programme_page",
    "send_back",
    "submit",
    "sync_editors",
    "waiting_for",
]
