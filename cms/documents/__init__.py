"""Documents that rules come from: which held on a day, in which version, what one version changed in another. And notices."""

from cms.documents._differences import Difference, differences
from cms.documents._notices import notices
from cms.documents._queries import Version, everything, versions

__all__ = ["Difference", "Version", "differences", "everything", "notices", "versions"]
