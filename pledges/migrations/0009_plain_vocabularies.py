"""Columns of vocabularies are plain text to migrations, so that a new word makes none; the database stays as it is."""

from django.db import migrations, models

COLUMNS = (
    ("assertedtotal", "as_of_precision", {"max_length": 12, "blank": True}),
    ("assertedtotal", "confidence", {"max_length": 20, "blank": True}),
    ("assertedtotal", "stage", {"max_length": 12}),
    ("assertedtotal", "unit", {"max_length": 20}),
    ("cataloguesuggestion", "capability", {"max_length": 30, "blank": True}),
    ("cataloguesuggestion", "kind", {"max_length": 10}),
    ("cataloguesuggestion", "state", {"max_length": 10, "default": "open"}),
    ("cataloguesuggestion", "system_kind", {"max_length": 20, "blank": True}),
    ("cataloguesuggestion", "unit", {"max_length": 20, "blank": True}),
    ("changemark", "type", {"max_length": 20}),
    ("changemark", "unit", {"max_length": 20, "blank": True}),
    ("changeset", "origin", {"max_length": 10, "default": "entry"}),
    ("changeset", "state", {"max_length": 12, "default": "draft"}),
    ("changesetevent", "kind", {"max_length": 12}),
    ("duplicatedecision", "outcome", {"max_length": 10}),
    ("entry", "asserted_by", {"max_length": 15, "blank": True}),
    ("entry", "basis", {"max_length": 20, "blank": True}),
    ("entry", "confidence", {"max_length": 20, "blank": True}),
    ("entry", "definition", {"max_length": 25, "blank": True}),
    ("entry", "occurred_precision", {"max_length": 12, "blank": True}),
    ("entry", "stage", {"max_length": 12}),
    ("gapsummary", "unit", {"max_length": 20}),
    ("headroomsummary", "unit", {"max_length": 20}),
    ("importjob", "state", {"max_length": 12, "default": "waiting"}),
    ("pledge", "unit", {"max_length": 20}),
    ("pledgestate", "aid_type", {"max_length": 15}),
    ("pledgestate", "overdue", {"max_length": 10}),
    ("pledgestate", "status", {"max_length": 12}),
    ("pledgestate", "unit", {"max_length": 20}),
    ("priceestimate", "basis", {"max_length": 20}),
    ("priceestimate", "unit", {"max_length": 20}),
    ("reconciliationdecision", "outcome", {"max_length": 10}),
    ("requirement", "basis", {"max_length": 12}),
    ("requirement", "confidence", {"max_length": 20, "blank": True}),
    ("requirement", "due_precision", {"max_length": 12, "blank": True}),
    ("requirement", "stated_precision", {"max_length": 12, "blank": True}),
    ("requirement", "unit", {"max_length": 20}),
    ("stock", "as_of_precision", {"max_length": 12, "blank": True}),
    ("stock", "confidence", {"max_length": 20, "blank": True}),
    ("stock", "unit", {"max_length": 20}),
    ("summary", "aid_type", {"max_length": 15}),
    ("summary", "scope", {"max_length": 10}),
    ("summary", "unit", {"max_length": 20, "blank": True}),
    ("system", "capability", {"max_length": 30}),
    ("system", "kind", {"max_length": 20}),
    ("systemunit", "unit", {"max_length": 20}),
    ("terms", "aid_type", {"max_length": 15, "default": "military"}),
    ("terms", "confidence", {"max_length": 20, "blank": True}),
    ("terms", "due_precision", {"max_length": 12, "blank": True}),
    ("termsparty", "role", {"max_length": 15, "default": "funder"}),
    ("unitconversion", "from_unit", {"max_length": 20}),
    ("unitconversion", "to_unit", {"max_length": 20}),
    ("user", "role", {"max_length": 20, "default": "reader"}),
)


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0008_latest_entries"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model, column, models.CharField(**options)) for model, column, options in COLUMNS
            ]
        )
    ]
