"""Tells the planner that a unit belongs to a system: else it expects far more sums than there are, and adds up alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0024_rows_taken_out_are_planned"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE STATISTICS pledge_span_units (ndistinct) ON aid_type, system_id, unit FROM pledges_pledgespan",
            "DROP STATISTICS pledge_span_units",
        ),
    ]
