"""Compares the rates of many entries at once."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0030_import_heartbeats"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="entry",
            name="one_rate",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="void",
            name="lift_one_rate",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="one_rate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE other record;",
                    func="\n        WITH written AS MATERIALIZED (SELECT id, pledge_id, currency, eur_rate FROM new_entries AS entry WHERE entry.eur_rate IS NOT NULL AND entry.currency <> 'EUR'),\n        fixed AS (\n            SELECT DISTINCT ON (one.pledge_id, one.currency) one.pledge_id, one.currency, one.eur_rate\n            FROM (SELECT DISTINCT pledge_id, currency FROM written) AS pledge\n            JOIN pledges_entry AS one ON one.pledge_id = pledge.pledge_id AND one.currency = pledge.currency\n            LEFT JOIN written ON written.id = one.id\n            WHERE one.eur_rate IS NOT NULL\n                AND NOT EXISTS (\n                    SELECT FROM pledges_void AS void WHERE void.entry_id = one.id\n                        AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id)\n                )\n            -- What stands already comes first; where nothing does, the first of those that are written.\n            ORDER BY one.pledge_id, one.currency, written.id IS NOT NULL, one.version_id, one.position\n        )\n        SELECT written.pledge_id, written.eur_rate, written.currency, fixed.eur_rate AS fixed\n        FROM written JOIN fixed ON fixed.pledge_id = written.pledge_id AND fixed.currency = written.currency\n        WHERE written.eur_rate <> fixed.eur_rate\n        ORDER BY written.pledge_id LIMIT 1 INTO other;\n        IF other IS NOT NULL THEN\n            RAISE EXCEPTION 'one rate: an entry of pledge % has % % for a euro, the pledge has %',\n                other.pledge_id, other.eur_rate, other.currency, other.fixed\n                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_one_rate';\n        END IF;\n        RETURN NULL;\n",
                    hash="673035c77b4c9204682f9b4e11b8380eb16d5250",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_one_rate_9ef86",
                    referencing="REFERENCING NEW TABLE AS new_entries ",
                    table="pledges_entry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="void",
            trigger=pgtrigger.compiler.Trigger(
                name="lift_one_rate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE other record;",
                    func="\n        WITH written AS MATERIALIZED (\n            SELECT entry.id, entry.pledge_id, entry.currency, entry.eur_rate\n            FROM new_voids AS lift JOIN pledges_void AS void ON void.id = lift.lifted_void_id\n            JOIN pledges_entry AS entry ON entry.id = void.entry_id WHERE entry.eur_rate IS NOT NULL AND entry.currency <> 'EUR'\n        ),\n        fixed AS (\n            SELECT DISTINCT ON (one.pledge_id, one.currency) one.pledge_id, one.currency, one.eur_rate\n            FROM (SELECT DISTINCT pledge_id, currency FROM written) AS pledge\n            JOIN pledges_entry AS one ON one.pledge_id = pledge.pledge_id AND one.currency = pledge.currency\n            LEFT JOIN written ON written.id = one.id\n            WHERE one.eur_rate IS NOT NULL\n                AND NOT EXISTS (\n                    SELECT FROM pledges_void AS void WHERE void.entry_id = one.id\n                        AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id)\n                )\n            -- What stands already comes first; where nothing does, the first of those that are written.\n            ORDER BY one.pledge_id, one.currency, written.id IS NOT NULL, one.version_id, one.position\n        )\n        SELECT written.pledge_id, written.eur_rate, written.currency, fixed.eur_rate AS fixed\n        FROM written JOIN fixed ON fixed.pledge_id = written.pledge_id AND fixed.currency = written.currency\n        WHERE written.eur_rate <> fixed.eur_rate\n        ORDER BY written.pledge_id LIMIT 1 INTO other;\n        IF other IS NOT NULL THEN\n            RAISE EXCEPTION 'one rate: an entry of pledge % has % % for a euro, the pledge has %',\n                other.pledge_id, other.eur_rate, other.currency, other.fixed\n                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_one_rate';\n        END IF;\n        RETURN NULL;\n",
                    hash="136aa098a3c62b3e4583a41f983a5591e9139322",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_lift_one_rate_3f6c7",
                    referencing="REFERENCING NEW TABLE AS new_voids ",
                    table="pledges_void",
                    when="AFTER",
                ),
            ),
        ),
    ]
