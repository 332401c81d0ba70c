"""allauth's questions, answered: stub."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Stub until the accounts slice lands."""
