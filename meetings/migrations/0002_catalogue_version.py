"""Counts every change to the catalogue, so that answers can be told apart by it."""

import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_meetings_and_donors"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="InitiativeLead",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("meetings.initiative_leads",),
        ),
        AddTrigger(
            model_name="coalition",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="b01fcd717ff57ea7fc9cab7eab67c3166dd219d8",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_2d9c8",
                    table="meetings_coalition",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="donor",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="77104b70e33a7d75071147d65f6f6aa45ba8cf36",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_a8c33",
                    table="meetings_donor",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="donoralias",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="bf0bb51a83ebe47e53e334af5cc1bd719d6ac906",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_d0c9e",
                    table="meetings_donoralias",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="donormembership",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="590cb0540f04164ce5e829ea0b477ae5f47beb5f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_ce0f3",
                    table="meetings_donormembership",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="forum",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="41673f9f2f13030641ae4e692271fc8ea0948a38",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_4caf0",
                    table="meetings_forum",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="7c90d2064c30351dc5d9411576c54452cd7468b3",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_76f6f",
                    table="meetings_initiative",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="4dbe4014ef2eeffb8b8d52bfaf425e500e028dee",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_e6a1d",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="meetingchair",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="1a225c4c9e2357d3c9815925722b344cff5f7698",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_cdb1f",
                    table="meetings_meetingchair",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="cf46f66bfef7cfc0159e2b2798aa717e266ec9cc",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_768ee",
                    table="meetings_source",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="catalogue_version_single_row"),
        ),
        AddTrigger(
            model_name="initiativelead",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="46ee4562155ee8966bf4eb67c81ffdc81ddbf0ab",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_72c4e",
                    table="meetings_initiative_leads",
                    when="AFTER",
                ),
            ),
        ),
    ]
