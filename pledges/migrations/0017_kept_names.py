"""Keeps what a change to the catalogue of systems or to a public account replaces; versions know their catalogue."""

import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger, RemoveTrigger

KEEP_FROM_NOW = "UPDATE meetings_catalogueversion SET kept_from = number"
"""What older versions of the catalogue called things was not kept."""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_kept_names"),
        ("pledges", "0016_rows_taken_out"),
    ]

    operations = [
        RemoveTrigger(
            model_name="datasetversion",
            name="gap_free",
        ),
        RemoveTrigger(
            model_name="package",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="priceestimate",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="system",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="systemalias",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="systemunit",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="unitconversion",
            name="catalogue_version",
        ),
        migrations.AddField(
            model_name="datasetversion",
            name="catalogue",
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False),
        ),
        AddTrigger(
            model_name="datasetversion",
            trigger=pgtrigger.compiler.Trigger(
                name="gap_free",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE latest record; state_now text;",
                    func="\n        PERFORM pg_advisory_xact_lock(7262022);\n        SELECT number, published_at FROM pledges_datasetversion ORDER BY number DESC LIMIT 1 INTO latest;\n        IF NEW.number <> coalesce(latest.number, 0) + 1 THEN\n            RAISE EXCEPTION 'dataset versions have no gaps: after % comes %, not %',\n                coalesce(latest.number, 0), coalesce(latest.number, 0) + 1, NEW.number\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.published_at < latest.published_at THEN\n            RAISE EXCEPTION 'version % cannot be older than the one before it', NEW.number\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state FROM pledges_changeset WHERE id = NEW.changeset_id INTO state_now;\n        IF state_now <> 'approved' THEN\n            RAISE EXCEPTION 'change set % is %; only an approved one becomes a version', NEW.changeset_id, state_now\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        NEW.transaction_id := pg_current_xact_id()::text::bigint;\n        NEW.catalogue := coalesce((SELECT number FROM meetings_catalogueversion), 0);\n        RETURN NEW;\n    ",
                    hash="c631dd46f237049df2dd5293a85e3fca22fdf0f3",
                    operation="INSERT",
                    pgid="pgtrigger_gap_free_026f6",
                    table="pledges_datasetversion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="f788241640c696b8645a76630858bf962024780e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_e6f2a",
                    table="pledges_package",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="6a0a47b77f42034f21d5d4abaf51663dd7ae500f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_64e38",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="5b22b752e7d4bd3f2446c0f6f5ee87eb93a918a0",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_7a23f",
                    table="pledges_priceestimate",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="priceestimate",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="10f39ca1579729b64a59c7426e1814e834198359",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_7e131",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="376c9c830ef2dff3cc864a72f01e5766f6aec5a1",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_a5d38",
                    table="pledges_system",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="system",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="9ac5c754db996a1d1eac4566eb27051c20581e54",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_d6a44",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="d561592934b5c0c9a59e222c50f9b4a9d7ba2ccf",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_6b0db",
                    table="pledges_systemalias",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="systemalias",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="08c6cd4283da69ede374ce9b2d7fa4167712c29d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_f135c",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="21612546f0a8ed887d9791f6710706bc7c0a2e04",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_44145",
                    table="pledges_systemunit",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="systemunit",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="05ba6ae5abf20b16068205c73b0fe39d3ccc8b22",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_aeb19",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="b509c02f94e01d243e5055fbdbe841deaf78535c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_435c0",
                    table="pledges_unitconversion",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="unitconversion",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="075869925ff0f55a23d82187b6ad654694a57662",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_bccf1",
                    table="pledges_unitconversion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."is_system" IS DISTINCT FROM (NEW."is_system") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    declare="DECLARE changed jsonb;",
                    func="changed := jsonb_build_object('id', OLD.id, 'username', OLD.username, 'first_name', OLD.first_name, 'last_name', OLD.last_name, 'role', OLD.role, 'is_system', OLD.is_system); \n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n RETURN NULL;",
                    hash="1c3760c3e36517e770ed94c4a297e933ca528800",
                    operation='UPDATE OF "username", "first_name", "last_name", "role", "is_system"',
                    pgid="pgtrigger_catalogue_history_6b657",
                    table="pledges_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(KEEP_FROM_NOW, migrations.RunSQL.noop),
    ]
