"""The version of the catalogue: a number that grows with every change to names and other words that answers carry.

What a change replaces is kept, so that the names of an older version can still be answered.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q


class CatalogueVersion(models.Model):
    """The one row with the version; it is there as soon as the catalogue has a row.

    The rows of versions before `kept_from` were not kept.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    kept_from = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="catalogue_version_single_row", condition=Q(id=1)),
            models.CheckConstraint(name="catalogue_version_kept", condition=Q(kept_from__lte=F("number"))),
        ]

    def __str__(self) -> str:
        return f"catalogue {self.number}"


class SupersededRow(models.Model):
    """A row of the catalogue as it was in the versions from `since` and before `until`; without `row` there was none.

    Triggers write it. A row of the catalogue that has none of these is as it always was.
    """

    relation = models.CharField(max_length=63)
    key = models.BigIntegerField()
    since = models.PositiveBigIntegerField()
    until = models.PositiveBigIntegerField()
    row = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relation", "key", "until"], name="superseded_row_until_unique"),
            models.CheckConstraint(name="superseded_row_order", condition=Q(since__lt=F("until"))),
        ]
        indexes = [models.Index(fields=["relation", "until"], name="superseded_row_until_idx")]

    def __str__(self) -> str:
        return f"{self.relation} {self.key} before {self.until}"


COUNT = """
    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,
        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;
"""
"""It takes the row of the version for the transaction, so that changes come one after the other."""

KEEP = """
    INSERT INTO meetings_supersededrow (relation, key, since, until, "row")
    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,
        CASE WHEN TG_OP <> 'INSERT' THEN changed END
    FROM meetings_catalogueversion AS version
    LEFT JOIN meetings_supersededrow AS earlier
        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint
    GROUP BY version.number;
"""

KEEP_CHANGED = f"""
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN
        RETURN NULL;
    END IF;
    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);
    {KEEP}
    RETURN NULL;
"""


def part_of_catalogue(*, from_insertion: bool = True) -> list[pgtrigger.Trigger]:
    """The triggers that count every statement which changes a table of the catalogue, and keep what it changes.

    Without `from_insertion` a new row is no change: nothing that was answered before can name it.
    """
    changes = pgtrigger.Update | pgtrigger.Delete
    counted = (pgtrigger.Insert | changes) if from_insertion else changes
    return [
        pgtrigger.Trigger(
            name="catalogue_version",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=counted | pgtrigger.Truncate,
            func=f"{COUNT} RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="catalogue_history",
            level=pgtrigger.Row,
            when=pgtrigger.After,
            operation=counted,
            declare=[("changed", "jsonb")],
            func=KEEP_CHANGED,
        ),
    ]


def shown_in_answers(*columns: str) -> pgtrigger.Trigger:
    """The trigger of a table of which answers carry these columns only: it counts and keeps changes to them."""
    kept = ", ".join(f"'{column}', OLD.{column}" for column in ("id", *columns))
    return pgtrigger.Trigger(
        name="catalogue_history",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.AnyChange(*columns),
        declare=[("changed", "jsonb")],
        func=f"changed := jsonb_build_object({kept}); {COUNT} {KEEP} RETURN NULL;",
    )
