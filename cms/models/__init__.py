"""Tables of pages and what editing them needs. Pages are declarative: fields, panels, what may lie under what."""

from cms.models._parts import address_below_home
from cms.models.demo import DemoFilling, DemoStep
from cms.models.editorial import EditorialGroup, RegulatorApproval
from cms.models.programmes import BasePage, CatalogueIndex, ProgrammePage
from cms.models.saved import SavedSearch
from cms.models.search import SearchDocument
from cms.models.site import HelpPage, HomePage, NoticeIndex, NoticePage, PolicyIndex, PolicyPage

__all__ = [
    "BasePage",
    "CatalogueIndex",
    "DemoFilling",
    "DemoStep",
    "EditorialGroup",
    "HelpPage",
    "HomePage",
    "NoticeIndex",
    "NoticePage",
    "PolicyIndex",
    "PolicyPage",
    "ProgrammePage",
    "RegulatorApproval",
    "SavedSearch",
    "SearchDocument",
    "address_below_home",
]
