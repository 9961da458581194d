"""Lets lists and downloads read quickly: the terms of a state, indexes of every order, and of quoted words."""

import datetime as dt

import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger

EMPTY_PROJECTIONS = """
    TRUNCATE pledges_projectionstate, pledges_pledgestate, pledges_pledgeattribution, pledges_summary,
        pledges_gapsummary, pledges_headroomsummary
"""
"""They are computed anew from the ledger by the next sweep; until then every answer comes from the ledger itself."""

QUOTED_WORDS = """
    CREATE INDEX entry_words_idx ON pledges_entry USING gin (to_tsvector('simple', quote || ' ' || note))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_catalogue_version"),
        ("pledges", "0004_discarded_drafts"),
    ]

    operations = [
        migrations.RunSQL(EMPTY_PROJECTIONS, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="pledgestate",
            name="terms",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pledges.terms",
            ),
        ),
        migrations.AddIndex(
            model_name="pledgestate",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("announced_start", dt.date(1, 1, 1)),
                models.F("pledge"),
                name="pledge_state_announced_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="pledgestate",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("due_end", "due_start", dt.date(9999, 12, 31)),
                models.F("pledge"),
                name="pledge_state_due_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="pledgestate",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("delivered_end", dt.date(9999, 12, 31)),
                models.F("pledge"),
                name="pledge_state_delivered_idx",
            ),
        ),
        AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="82a594103433286073042240d3a09ac6fbfcc29f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_e6f2a",
                    table="pledges_package",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="priceestimate",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="2a9358f520120149d9c1c9ead4154bef486e178a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_7a23f",
                    table="pledges_priceestimate",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="system",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="c834611185a10bebd552c1084f37d79ed4ec39dd",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_a5d38",
                    table="pledges_system",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="systemalias",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="6716e6a07c974c625e33ad4beda90373b1f67d83",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_6b0db",
                    table="pledges_systemalias",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="systemunit",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="977b0267ec776d119fffb125e94fa6380c5e9c2c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_44145",
                    table="pledges_systemunit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unitconversion",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;\n                RETURN NULL;\n            ",
                    hash="c0489f3e5f3a82e1084b9f51eb8c09572deea9b6",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_435c0",
                    table="pledges_unitconversion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(QUOTED_WORDS, "DROP INDEX entry_words_idx"),
    ]
