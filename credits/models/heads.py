"""What proves the ledger to others: the tree over its lines, and the heads that were signed and published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """The public half of a key that signed heads. Append-only: heads of a key that is no longer used stay checkable."""

    id = models.CharField(max_length=16, primary_key=True)  # the first 16 hexadecimal digits of the key's SHA-256
    public = models.BinaryField(max_length=32)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("key of the ledger")
        verbose_name_plural = _("keys of the ledger")

    def __str__(self) -> str:
        return self.id


class TreeHead(models.Model):
    """
    A signed statement: so many lines the ledger has, and this is the root of the tree over them. Append-only.

    `previous` is the digest of the statement before it. `floor`, `horizon_entry` and `horizon_xid` say where the next sweep begins
    to look for lines (see `ledger`); they are not signed.
    """

    number = models.BigIntegerField(primary_key=True)  # from 1, without gaps
    size = models.BigIntegerField(_("lines"))
    root = models.BinaryField()
    previous = models.BinaryField(default=b"")
    signed_at = models.DateTimeField(_("signed at"))
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="heads")
    signature = models.BinaryField()
    floor = models.BigIntegerField()
    horizon_entry = models.BigIntegerField()
    horizon_xid = models.BigIntegerField()

    class Meta:
        verbose_name = _("tree head")
        verbose_name_plural = _("tree heads")
        constraints = [models.UniqueConstraint(name="heads_grow", fields=["size"])]

    def __str__(self) -> str:
        return f"{self.number} ×{self.size}"


class LeafRun(models.Model):
    """
    Lines with neighbouring ids whose leaves stand side by side in the tree. Append-only; the database refuses to take a line twice.

    A few rows a head instead of one a line: ids come from a sequence, so only lines of transactions that overlap break a run.
    """

    first_leaf = models.BigIntegerField(primary_key=True)
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    head = models.ForeignKey(TreeHead, models.PROTECT, related_name="runs", db_index=False)

    class Meta:
        verbose_name = _("run of leaves")
        verbose_name_plural = _("runs of leaves")
        constraints = [
            models.CheckConstraint(name="leaf_run_starts_before_it_ends", condition=Q(first_entry__lte=F("last_entry")))
        ]

    def __str__(self) -> str:
        return f"{self.first_leaf}: {self.first_entry}–{self.last_entry}"


class TreeTile(models.Model):
    """
    256 neighbouring places of one level of the tree: it only grows, and is always derivable from the lines.

    Level 0 holds the leaves themselves (48 bytes each), a higher level the roots of full tiles below it (32 bytes each).
    """

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("tile of the tree")
        verbose_name_plural = _("tiles of the tree")
        constraints = [models.UniqueConstraint(name="one_tile_a_place", fields=["level", "place"])]

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"
