"""Reference rates that were loaded after the release of the package that ships them, and what became of each load."""

from django.db import models
from django.db.models import Q

from meetings.models.window_columns import append_only


class RateLoad(models.Model):
    """One attempt to load rates: from which file or address, how many were new or known, or why it failed."""

    loaded_at = models.DateTimeField()
    origin = models.CharField(max_length=500)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True, blank=True)
    problem = models.CharField(max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-loaded_at"], name="rate_load_latest_idx")]

    def __str__(self) -> str:
        return f"{self.origin} at {self.loaded_at:%Y-%m-%d %H:%M}"


class LoadedRate(models.Model):
    """Units of a currency for one euro on a day, as the European Central Bank published them; never changed."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    per_euro = models.DecimalField(max_digits=20, decimal_places=10)
    load = models.ForeignKey(RateLoad, on_delete=models.PROTECT, related_name="rates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="loaded_rate_unique"),
            models.CheckConstraint(name="loaded_rate_currency_form", condition=Q(currency__regex="^[A-Z]{3}$")),
            models.CheckConstraint(name="loaded_rate_positive", condition=Q(per_euro__gt=0)),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.per_euro.normalize():f} {self.currency} on {self.day}"
