"""What promises are compared by, stored so that the neighbours of one row are found by index."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pledges.models.change_sets import ChangeSetRow
from pledges.models.ledger_facts import Pledge

ROW_NUMBERS = 2**40
"""From which number on a side is that of a row; below, its number is that of a published pledge."""


class DuplicateSide(models.Model):
    """One promise and one donor of it: a published pledge, or a row of an open change set as the row itself states it.

    Made from the ledger and from plans, and made anew at any time. `sid` names the promise over all its donors,
    `family` the systems that are compared with each other. `stands` is false where a decision made the row something
    else than a promise of its own. `cue` are the points of telling words, `step` is the value on a logarithmic ruler.
    `digest` says of which facts the side was made.
    """

    sid = models.BigIntegerField()
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    row = models.ForeignKey(ChangeSetRow, on_delete=models.CASCADE, null=True, related_name="+")
    # The catalogue deletes neither donors nor systems, and a change set goes after its rows: checking them costs more.
    changeset_id = models.BigIntegerField(null=True)
    donor_id = models.BigIntegerField()
    system_id = models.BigIntegerField()
    family = models.BigIntegerField()
    key = models.TextField()
    list_key = models.TextField()
    scheme = models.TextField()
    donors = ArrayField(models.TextField())
    shared = models.BooleanField()
    unit = models.TextField()
    counts = models.BooleanField()
    text = models.TextField()
    low = models.DecimalField(max_digits=24, decimal_places=6)
    best = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    start_day = models.DateField()
    end_day = models.DateField()
    urls = ArrayField(models.TextField())
    words = models.TextField()
    cue = models.SmallIntegerField()
    links = ArrayField(models.BigIntegerField())
    link_names = ArrayField(models.TextField())
    exact = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    step = models.IntegerField(null=True)
    url = models.TextField(null=True)  # noqa: DJ001 - NULL is no address, and nothing is tied by that
    stands = models.BooleanField()
    digest = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duplicate_side_of_pledge_or_row", condition=Q(pledge__isnull=True) ^ Q(row__isnull=True)
            ),
            models.UniqueConstraint(fields=["sid", "donor_id"], name="duplicate_side_unique"),
        ]
        indexes = [
            *(
                models.Index(
                    fields=["donor_id", "family", *tie, "start_day", "sid"],
                    condition=Q(**{f"{whose}__isnull": False}),
                    name=f"duplicate_side_{whose}_{'_'.join(tie) or 'day'}",
                )
                for whose in ("pledge", "row")
                for tie in ((), ("exact",), ("step",), ("url",))
            ),
            models.Index(fields=["system_id", "family"], name="duplicate_side_family"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.donor_id}"


class DuplicateSideState(models.Model):
    """Up to which version, and for which day, the sides of published pledges are stored. One row."""

    version = models.PositiveIntegerField()
    day = models.DateField()

    def __str__(self) -> str:
        return f"version {self.version} on {self.day}"
