"""What was looked for and not found."""

from django.db import models


class EmptySearch(models.Model):
    """How often a day words were looked for that no programme answers. Nobody's: no person, no address, no browser."""

    on = models.DateField()
    query = models.CharField(max_length=40)  # folded
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "search without result"
        verbose_name_plural = "searches without result"
        constraints = [models.UniqueConstraint(name="one_empty_search_a_day", fields=["on", "query"])]

    def __str__(self) -> str:
        return f"{self.on} {self.query} {self.count}"
