"""Ties memberships, which live in the application below, to the version that published them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_meetings_and_donors"), ("pledges", "0001_ledger")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE meetings_membership ADD CONSTRAINT membership_version_published
                FOREIGN KEY (version_id) REFERENCES pledges_datasetversion (number) DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="ALTER TABLE meetings_membership DROP CONSTRAINT membership_version_published",
        ),
    ]
