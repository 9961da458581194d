"""Compares the rates of very many entries by index, planned for as many as there are."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0039_kept_copies"),
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
                    func="\n        EXECUTE $query$\n            WITH written AS MATERIALIZED (SELECT id, pledge_id, currency, eur_rate FROM new_entries AS entry WHERE entry.eur_rate IS NOT NULL AND entry.currency <> 'EUR')\n            SELECT said.pledge_id, said.currency, fixed.eur_rate AS fixed,\n                CASE WHEN said.least <> fixed.eur_rate THEN said.least ELSE said.most END AS eur_rate\n            FROM (\n                SELECT pledge_id, currency, min(eur_rate) AS least, max(eur_rate) AS most\n                FROM written GROUP BY pledge_id, currency\n            ) AS said\n            CROSS JOIN LATERAL (\n                SELECT one.eur_rate FROM pledges_entry AS one\n                WHERE one.pledge_id = said.pledge_id AND one.currency = said.currency AND one.eur_rate IS NOT NULL\n                    AND NOT EXISTS (\n                        SELECT FROM pledges_void AS void WHERE void.entry_id = one.id\n                            AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id)\n                    )\n                -- What stands already comes first; where nothing does, the first of those that are written.\n                ORDER BY one.id IN (SELECT id FROM written), one.version_id, one.position LIMIT 1\n            ) AS fixed\n            WHERE said.least <> fixed.eur_rate OR said.most <> fixed.eur_rate\n            ORDER BY said.pledge_id LIMIT 1\n        $query$ INTO other;\n        IF other IS NOT NULL THEN\n            RAISE EXCEPTION 'one rate: an entry of pledge % has % % for a euro, the pledge has %',\n                other.pledge_id, other.eur_rate, other.currency, other.fixed\n                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_one_rate';\n        END IF;\n        RETURN NULL;\n",
                    hash="9b8e4a38af4034ae774469b157a9bdd9c8b86966",
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
                    func="\n        EXECUTE $query$\n            WITH written AS MATERIALIZED (\n            SELECT entry.id, entry.pledge_id, entry.currency, entry.eur_rate\n            FROM new_voids AS lift JOIN pledges_void AS void ON void.id = lift.lifted_void_id\n            JOIN pledges_entry AS entry ON entry.id = void.entry_id WHERE entry.eur_rate IS NOT NULL AND entry.currency <> 'EUR'\n        )\n            SELECT said.pledge_id, said.currency, fixed.eur_rate AS fixed,\n                CASE WHEN said.least <> fixed.eur_rate THEN said.least ELSE said.most END AS eur_rate\n            FROM (\n                SELECT pledge_id, currency, min(eur_rate) AS least, max(eur_rate) AS most\n                FROM written GROUP BY pledge_id, currency\n            ) AS said\n            CROSS JOIN LATERAL (\n                SELECT one.eur_rate FROM pledges_entry AS one\n                WHERE one.pledge_id = said.pledge_id AND one.currency = said.currency AND one.eur_rate IS NOT NULL\n                    AND NOT EXISTS (\n                        SELECT FROM pledges_void AS void WHERE void.entry_id = one.id\n                            AND NOT EXISTS (SELECT FROM pledges_void AS lift WHERE lift.lifted_void_id = void.id)\n                    )\n                -- What stands already comes first; where nothing does, the first of those that are written.\n                ORDER BY one.id IN (SELECT id FROM written), one.version_id, one.position LIMIT 1\n            ) AS fixed\n            WHERE said.least <> fixed.eur_rate OR said.most <> fixed.eur_rate\n            ORDER BY said.pledge_id LIMIT 1\n        $query$ INTO other;\n        IF other IS NOT NULL THEN\n            RAISE EXCEPTION 'one rate: an entry of pledge % has % % for a euro, the pledge has %',\n                other.pledge_id, other.eur_rate, other.currency, other.fixed\n                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_one_rate';\n        END IF;\n        RETURN NULL;\n",
                    hash="2c711a30212aceaf9e45129ef2a45dc7db344ee6",
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
