"""Sums say of which part of the aid they are, and stocks whether their words state a number."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from pledges.values.estimates import states_number


def read_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say of the stocks that stand which of them have no number; the table takes no other change."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT total_text FROM pledges_stock WHERE total_best IS NULL AND total_high IS NULL")
        vague = [text for (text,) in cursor.fetchall() if not states_number(text, best=None, high=None)]
        if not vague:
            return
        cursor.execute("ALTER TABLE pledges_stock DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE pledges_stock SET has_number = false"
            " WHERE total_best IS NULL AND total_high IS NULL AND total_text = ANY(%s)",
            [vague],
        )
        cursor.execute("ALTER TABLE pledges_stock ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_iso_letters_of_donors"),
        ("pledges", "0036_completeness"),
    ]

    operations = [
        migrations.AddField(
            model_name="assertedtotal",
            name="part",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="stock",
            name="has_number",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.RunPython(read_words, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="stock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_number", True),
                    models.Q(("total_best__isnull", True), ("total_high__isnull", True)),
                    _connector="OR",
                ),
                name="stock_number_with_bounds",
            ),
        ),
    ]
