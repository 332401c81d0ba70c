"""Documents that rules come from: which held on a day, in which version, and what one version changed in another."""

from cms.documents._differences import Difference, differences
from cms.documents._queries import Version, everything, in_force_on, versions

__all__ = ["Difference", "Version", "differences", "everything", "in_force_on", "versions"]
