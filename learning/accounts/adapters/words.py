"""
What allauth says in its own words, said in this house's Chinese.

Nothing imports these sentences: they stand here so that our translations, which Django asks before allauth's, hold them.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = (
    _("You must type the same password each time."),
    _("Forgot your password?"),
)
