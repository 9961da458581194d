"""How promises were reported: columns of states and a table of counts, which a rebuild fills."""

import django.db.models.deletion
from django.db import migrations, models

EMPTY = (
    "TRUNCATE pledges_pledgestate, pledges_pledgeattribution, pledges_pledgespan; DELETE FROM pledges_projectionstate"
)
"""The projections get other columns: a rebuild fills them, which the worker begins where none are shown."""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0034_delivery_undisclosed"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="pledgespan",
            name="delay_days",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pledgespan",
            name="heard_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pledgespan",
            name="names_recipient",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="delay_days",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="heard_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="pledgestate",
            name="names_recipient",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ReportingSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dataset_version", models.PositiveIntegerField()),
                ("computed_at", models.DateTimeField()),
                ("scope", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=60)),
                ("aid_type", models.CharField(max_length=15)),
                ("pledges", models.PositiveIntegerField()),
                ("with_number", models.PositiveIntegerField()),
                ("with_amount", models.PositiveIntegerField()),
                ("with_date", models.PositiveIntegerField()),
                ("with_due", models.PositiveIntegerField()),
                ("with_delivery", models.PositiveIntegerField()),
                ("with_delivery_date", models.PositiveIntegerField()),
                ("with_recipient", models.PositiveIntegerField()),
                ("measurable", models.PositiveIntegerField()),
                ("with_delay", models.PositiveIntegerField()),
                ("delay_days", models.PositiveIntegerField()),
                ("last_heard", models.DateField(null=True)),
                (
                    "system",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pledges.system",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "key", "aid_type", "system"), name="reporting_summary_unique"
                    )
                ],
            },
        ),
    ]
