"""Computes the projections anew: the day of the last source of a pledge counts those of its terms, too."""

from django.db import migrations

EMPTY = (
    "TRUNCATE pledges_pledgestate, pledges_pledgeattribution, pledges_pledgespan; DELETE FROM pledges_projectionstate"
)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_source_words_index"),
        ("pledges", "0037_parts_of_sums"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
    ]
