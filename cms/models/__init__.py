"""Tables of pages and what editing them needs. Pages are declarative: fields, panels, what may lie under what."""

from cms.models._parts import address_below_home
from cms.models._reach import files_within_reach, pages_within_reach
from cms.models._slugs import free_slug
from cms.models.demo import DemoFilling, DemoStep
from cms.models.editorial import Deputy, EditorialGroup, Escalation, RegulatorApproval
from cms.models.notices import NoticeIndex, NoticeKind, NoticePage
from cms.models.programmes import BasePage, CatalogueIndex, ProgrammePage
from cms.models.saved import SavedSearch
from cms.models.search import SearchChange, SearchDocument, SearchIndex, SynonymGroup
from cms.models.site import HelpPage, HomePage, PolicyIndex, PolicyPage
from cms.models.texts import PageText, TextKind

__all__ = [
    "BasePage",
    "CatalogueIndex",
    "DemoFilling",
    "DemoStep",
    "Deputy",
    "EditorialGroup",
    "Escalation",
    "HelpPage",
    "HomePage",
    "NoticeIndex",
    "NoticeKind",
    "NoticePage",
    "PageText",
    "PolicyIndex",
    "PolicyPage",
    "ProgrammePage",
    "RegulatorApproval",
    "SavedSearch",
    "SearchChange",
    "SearchDocument",
    "SearchIndex",
    "SynonymGroup",
    "TextKind",
    "address_below_home",
    "files_within_reach",
    "free_slug",
    "pages_within_reach",
]
