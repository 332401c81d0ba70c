"""People, and what is known of them. Facts, names, joins and logins are rows that nobody changes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from learning.accounts.enums import ContactKind, DocumentKind, FactKind, JoinKind, LoginProof


class Person(models.Model):
    """Somebody whose hours are kept; may exist before any login does."""

    document_kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    number_encrypted = models.BinaryField(_("document number, encrypted"))
    # Keyed digests of kind and normalised number; the second one is filled while the key rotates.
    number_index = models.CharField(max_length=64, unique=True)
    number_index_next = models.CharField(max_length=64, unique=True, null=True, blank=True)
    number_last_four = models.CharField(_("last four characters"), max_length=4)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    is_verified = models.BooleanField(_("identity verified"), default=False)
    created_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return f"#{self.pk}"


class PersonName(models.Model):
    """
    A name that a person bears from a day on; the newest is the present one, the others are 曾用名. Append-only.

    A row that `corrects` another says that the other was never the name: it is kept, and proves nothing any more.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    name = models.CharField(_("name"), max_length=50)
    folded = models.CharField(max_length=50)  # see identity.folded_name
    since = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of persons")
        indexes = [models.Index(name="name_prefix", fields=["folded"], opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class PersonContact(models.Model):
    """A contact that a base, an employer or a regulator recorded, or that the person's own login proved. Append-only."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("number or address"), max_length=254)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("of a person", "contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.value


class PersonFact(models.Model):
    """
    One fact that policy reads, valid for a span, known from a moment. Append-only; a correction replaces.

    `code`, `label`, `region`, `organisation`, `consent` hold the value; which of them is filled follows from `kind`
    (see `FactKind`). A row that `replaces` another takes its place; a row with `is_void` only takes the other away.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="facts")
    kind = models.CharField(_("kind"), max_length=20, choices=FactKind.choices)
    code = models.CharField(_("code"), max_length=30, blank=True)
    label = models.CharField(_("label"), max_length=100, blank=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    consent = models.BooleanField(_("with the employer's consent"), null=True)
    since = models.DateField(_("since"))
    ends_before = models.DateField(_("ends before"), null=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    is_void = models.BooleanField(_("takes the replaced fact away"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("fact about a person")
        verbose_name_plural = _("facts about persons")
        constraints = [
            models.CheckConstraint(
                name="fact_starts_before_it_ends", condition=Q(ends_before=None) | Q(since__lt=F("ends_before"))
            ),
            models.CheckConstraint(
                name="region_fact_names_a_region", condition=~Q(kind="REGION") | Q(region__isnull=False)
            ),
            models.CheckConstraint(
                name="void_fact_replaces_one", condition=Q(is_void=False) | Q(replaces__isnull=False)
            ),
        ]
        indexes = [models.Index(name="facts_of_a_person", fields=["person", "kind", "since"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code or self.label or self.region_id or self.organisation_id}"


class PersonJoin(models.Model):
    """Two records are of one person (JOIN), or are not after all (UNJOIN). The newest row of a pair holds. Append-only."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=JoinKind.choices)
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name = _("join of records")
        verbose_name_plural = _("joins of records")
        constraints = [models.CheckConstraint(name="joined_records_are_in_order", condition=Q(first__lt=F("second")))]

    def __str__(self) -> str:
        return f"#{self.first_id} + #{self.second_id}"


class PersonLogin(models.Model):
    """A login belongs to a record, since a moment, by a proof. Ended, never deleted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="logins")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="person_logins")
    proof = models.CharField(_("proof"), max_length=15, choices=LoginProof.choices)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    contested_at = models.DateTimeField(_("contested at"), null=True)
    contested_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    contested_reason = models.CharField(_("why it is contested"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("login of a person")
        verbose_name_plural = _("logins of persons")
        constraints = [
            models.UniqueConstraint(name="one_login_a_person", fields=["person"], condition=Q(ended_at=None)),
            models.UniqueConstraint(name="one_person_a_login", fields=["user"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} ← {self.user_id}"


class JoinAttempt(models.Model):
    """Somebody tried to join a login to a record. Wrong tries cool down the login and the address, never the record."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    address = models.GenericIPAddressField(_("address"), null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    code_digest = models.CharField(max_length=64, blank=True)  # of the code that was sent, if one was
    contact = models.ForeignKey(PersonContact, models.PROTECT, null=True, related_name="+")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("try to join a record")
        verbose_name_plural = _("tries to join a record")
        indexes = [
            models.Index(name="tries_of_a_login", fields=["user", "at"]),
            models.Index(name="tries_of_an_address", fields=["address", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
