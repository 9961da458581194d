"""Marks every change with what it is and what it is about, so that rare ones are found and all are counted quickly."""

import django.db.models.deletion
from django.db import migrations, models

EMPTY_PROJECTIONS = """
    TRUNCATE pledges_projectionstate, pledges_pledgestate, pledges_pledgeattribution, pledges_summary,
        pledges_gapsummary, pledges_headroomsummary
"""
"""They are computed anew from the ledger, marks included, by the next sweep; until then the ledger itself answers."""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_catalogue_version"),
        ("pledges", "0006_row_words"),
    ]

    operations = [
        migrations.RunSQL(EMPTY_PROJECTIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ChangeMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField()),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("signalled", "Signalled"),
                            ("pledge_announced", "Pledge announced"),
                            ("restated", "Announced again"),
                            ("increased", "Increased"),
                            ("committed", "Committed"),
                            ("contracted", "Contracted"),
                            ("shipped", "Shipped"),
                            ("delivered", "Delivered"),
                            ("withdrawn", "Withdrawn"),
                            ("rebaselined", "Due date moved"),
                            ("terms_changed", "Terms changed"),
                            ("requirement", "Requirement stated"),
                            ("stock", "Stock stated"),
                            ("membership", "Membership stated"),
                            ("asserted_total", "Total asserted"),
                            ("voided", "Taken back"),
                            ("void_lifted", "Stands again"),
                        ],
                        max_length=20,
                    ),
                ),
                ("fact_id", models.BigIntegerField()),
                ("stated_version", models.PositiveIntegerField()),
                ("starts", models.DateField(null=True)),
                ("ends", models.DateField(null=True)),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("battery", "battery"),
                            ("fire_unit", "firing unit"),
                            ("battalion", "battalion"),
                            ("launcher", "launcher"),
                            ("radar", "radar"),
                            ("vehicle", "vehicle"),
                            ("gun", "gun"),
                            ("missile", "missile"),
                            ("round", "round"),
                            ("system", "system"),
                            ("piece", "piece"),
                            ("lot", "lot"),
                            ("person", "person"),
                            ("course", "course"),
                            ("component", "component"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "coalition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.coalition",
                    ),
                ),
                (
                    "donor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.donor",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pledges.pledge",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pledges.system",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["type", "version", "position"], name="change_mark_type_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "position"), name="change_mark_place_unique")
                ],
            },
        ),
    ]
