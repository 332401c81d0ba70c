"""Documents that rules come from: which held on a day, in which version, what one version changed in another. And notices."""

from cms.documents._articles import addresses, anchored
from cms.documents._differences import Difference, differences
from cms.documents._notices import Publicity, asked_before, notices, publicity
from cms.documents._queries import Version, everything, version_asked, versions

__all__ = [
    "Difference",
    "Publicity",
    "Version",
    "addresses",
    "anchored",
    "asked_before",
    "differences",
    "everything",
    "notices",
    "publicity",
    "version_asked",
    "versions",
]
