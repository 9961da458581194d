"""Gross domestic products, so that aid can be set against the weight of who gives it."""

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_catalogue_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="DonorGdp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("amount", models.DecimalField(decimal_places=6, max_digits=24)),
                ("currency", models.CharField(max_length=3)),
                ("rate", models.DecimalField(decimal_places=10, max_digits=20)),
                (
                    "amount_eur",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("amount"), "/", models.F("rate")
                        ),
                        output_field=models.DecimalField(decimal_places=6, max_digits=24),
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "Official page"),
                            ("stored_page", "Stored copy of a page"),
                            ("article", "Article"),
                            ("repo_data", "Published data set"),
                            ("memory", "From memory, unverified"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "donor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="gdps", to="meetings.donor"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.source"
                    ),
                ),
            ],
            options={
                "verbose_name": "GDP of a donor",
                "verbose_name_plural": "GDP figures",
                "constraints": [
                    models.UniqueConstraint(fields=("donor", "year"), name="donor_gdp_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("rate__gt", 0)), name="donor_gdp_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="donor_gdp_currency_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1990, 2100))), name="donor_gdp_year_range"
                    ),
                ],
            },
        ),
        AddTrigger(
            model_name="donorgdp",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="3583ba508ec053de3bcadfe74510d4a4a6c39c8f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_d6628",
                    table="meetings_donorgdp",
                    when="AFTER",
                ),
            ),
        ),
    ]
