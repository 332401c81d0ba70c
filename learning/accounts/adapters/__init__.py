"""allauth's questions, answered. `forms` holds the forms that settings name."""

from learning.accounts.adapters._account import AccountAdapter
from learning.accounts.adapters._mfa import MFAAdapter

__all__ = ["AccountAdapter", "MFAAdapter"]
