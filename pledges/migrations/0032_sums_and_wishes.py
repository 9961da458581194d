"""Sums of sources say of what they are, may be of money and of a meeting; a need may be another count of one."""

import django.db.models.deletion
from django.db import migrations, models

MEASURE = """
    ALTER TABLE pledges_assertedtotal ALTER COLUMN measure TYPE varchar(12) USING CASE
        WHEN outstanding THEN 'outstanding' WHEN stage = 'delivered' THEN 'delivered' ELSE 'promised'
    END
"""
"""Facts are never updated: the column of those that are there is made anew, of what they say."""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_iso_letters_of_donors"),
        ("pledges", "0031_rates_compared_at_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="assertedtotal",
            name="amount_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="amount_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="amount_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="amount_text",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="currency",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="eur_rate",
            field=models.DecimalField(blank=True, decimal_places=10, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="eur_rate_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="eur_rate_source",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="measure",
            field=models.CharField(default="delivered", max_length=12),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asserted_totals",
                to="meetings.meeting",
            ),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="value_eur_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="value_eur_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="assertedtotal",
            name="value_eur_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="eur_rate",
            field=models.DecimalField(blank=True, decimal_places=10, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="eur_rate_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="eur_rate_source",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="requirement",
            name="same_wish_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="other_counts",
                to="pledges.requirement",
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="value_eur_best",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="value_eur_high",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="value_eur_low",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
        ),
        migrations.RunSQL(MEASURE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", "outstanding"), ("outstanding", True)),
                    models.Q(models.Q(("measure", "outstanding"), _negated=True), ("outstanding", False)),
                    _connector="OR",
                ),
                name="asserted_total_measure_outstanding",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("measure", "outstanding"),
                    models.Q(("measure__in", ["delivered", "held"]), ("stage", "delivered")),
                    models.Q(("measure", "promised"), models.Q(("stage", "delivered"), _negated=True)),
                    _connector="OR",
                ),
                name="asserted_total_measure_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_low__isnull", True), ("currency", "")),
                    models.Q(("amount_low__isnull", False), ("currency__regex", "^[A-Z]{3}$")),
                    _connector="OR",
                ),
                name="asserted_total_amount_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_eur_low__isnull", True),
                    models.Q(("amount_low__isnull", False), models.Q(("eur_rate_source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="asserted_total_value_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_low__isnull", True),
                        models.Q(("amount_best__isnull", True), ("amount_high__isnull", True), _negated=True),
                        _negated=True,
                    ),
                    models.Q(("amount_low__gte", 0), ("amount_low__isnull", True), _connector="OR"),
                    models.Q(
                        ("amount_best__isnull", True), ("amount_best__gte", models.F("amount_low")), _connector="OR"
                    ),
                    models.Q(
                        ("amount_high__isnull", True),
                        models.Q(
                            ("amount_high__gte", models.F("amount_low")),
                            models.Q(
                                ("amount_best__isnull", True),
                                ("amount_high__gte", models.F("amount_best")),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="asserted_total_amount_order",
                violation_error_message="The amount must keep the order low, best, high, and none is negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assertedtotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("value_eur_low__isnull", True),
                        models.Q(("value_eur_best__isnull", True), ("value_eur_high__isnull", True), _negated=True),
                        _negated=True,
                    ),
                    models.Q(("value_eur_low__gte", 0), ("value_eur_low__isnull", True), _connector="OR"),
                    models.Q(
                        ("value_eur_best__isnull", True),
                        ("value_eur_best__gte", models.F("value_eur_low")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("value_eur_high__isnull", True),
                        models.Q(
                            ("value_eur_high__gte", models.F("value_eur_low")),
                            models.Q(
                                ("value_eur_best__isnull", True),
                                ("value_eur_high__gte", models.F("value_eur_best")),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="asserted_total_value_eur_order",
                violation_error_message="The value_eur must keep the order low, best, high, and none is negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("value_eur_low__isnull", True),
                        models.Q(("value_eur_best__isnull", True), ("value_eur_high__isnull", True), _negated=True),
                        _negated=True,
                    ),
                    models.Q(("value_eur_low__gte", 0), ("value_eur_low__isnull", True), _connector="OR"),
                    models.Q(
                        ("value_eur_best__isnull", True),
                        ("value_eur_best__gte", models.F("value_eur_low")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("value_eur_high__isnull", True),
                        models.Q(
                            ("value_eur_high__gte", models.F("value_eur_low")),
                            models.Q(
                                ("value_eur_best__isnull", True),
                                ("value_eur_high__gte", models.F("value_eur_best")),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="requirement_value_eur_order",
                violation_error_message="The value_eur must keep the order low, best, high, and none is negative.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_eur_low__isnull", True),
                    models.Q(("amount_low__isnull", False), models.Q(("eur_rate_source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="requirement_value_rate",
            ),
        ),
    ]
