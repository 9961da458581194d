"""Which quantities have a number: of facts as their words say, of projections by a rebuild."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from pledges.values.estimates import states_number

EMPTY = (
    "TRUNCATE pledges_pledgestate, pledges_pledgeattribution, pledges_pledgespan; DELETE FROM pledges_projectionstate"
)
"""The projections get other columns: a rebuild fills them, which the worker begins where none are shown."""

FACTS = ("pledges_entry", "pledges_requirement", "pledges_assertedtotal")


def read_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say of the facts that stand which of them have no number; the tables take no other change."""
    with schema_editor.connection.cursor() as cursor:
        for table in FACTS:
            open_facts = f"FROM {table} WHERE quantity_best IS NULL AND quantity_high IS NULL"
            cursor.execute(f"SELECT DISTINCT quantity_text {open_facts}")
            vague = [text for (text,) in cursor.fetchall() if not states_number(text, best=None, high=None)]
            if not vague:
                continue
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"UPDATE {table} SET has_number = false"  # noqa: S608 - a name of this file
                " WHERE quantity_best IS NULL AND quantity_high IS NULL AND quantity_text = ANY(%s)",
                [vague],
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_iso_letters_of_donors"),
        ("pledges", "0032_sums_and_wishes"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, EMPTY),
        migrations.AddField(
            model_name="assertedtotal",
            name="has_number",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="has_number",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="gap_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="gap_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="gap_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="secured_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="secured_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="secured_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="gapsummary",
            name="secured_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="headroom_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="headroom_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="headroom_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="headroom_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="left_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="left_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="left_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="left_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="owed_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="owed_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="owed_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="headroomsummary",
            name="owed_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="pledgespan",
            name="delivered_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="pledgespan",
            name="promise_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="pledgespan",
            name="withdrawn_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="delivered_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="promise_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="withdrawn_has_number",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="has_number",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="announced_only_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="announced_only_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="announced_only_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="announced_only_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="summary",
            name="delivered_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="delivered_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="delivered_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="delivered_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="summary",
            name="firm_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="firm_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="firm_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="firm_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="summary",
            name="outstanding_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="outstanding_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="outstanding_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="outstanding_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="summary",
            name="promised_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="promised_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="promised_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="promised_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="summary",
            name="withdrawn_stated_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="withdrawn_stated_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="withdrawn_stated_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="summary",
            name="withdrawn_without_number",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(read_words, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_number", True),
                    models.Q(("quantity_best__isnull", True), ("quantity_high__isnull", True)),
                    _connector="OR",
                ),
                name="asserted_total_number_with_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_number", True),
                    models.Q(("quantity_best__isnull", True), ("quantity_high__isnull", True)),
                    _connector="OR",
                ),
                name="entry_number_with_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_number", True),
                    models.Q(("quantity_best__isnull", True), ("quantity_high__isnull", True)),
                    _connector="OR",
                ),
                name="requirement_number_with_bounds",
            ),
        ),
    ]
