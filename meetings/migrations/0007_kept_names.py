"""Keeps what a change to the catalogue replaces, so that older names stay answerable; new sources count no more."""

import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger, RemoveTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_donor_without_tracker_prefix"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupersededRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=63)),
                ("key", models.BigIntegerField()),
                ("since", models.PositiveBigIntegerField()),
                ("until", models.PositiveBigIntegerField()),
                ("row", models.JSONField(null=True)),
            ],
        ),
        RemoveTrigger(
            model_name="coalition",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="donor",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="donoralias",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="donorgdp",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="donormembership",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="forum",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="initiative",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="initiativelead",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="meeting",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="meetingattendance",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="meetingchair",
            name="catalogue_version",
        ),
        RemoveTrigger(
            model_name="source",
            name="catalogue_version",
        ),
        migrations.AddField(
            model_name="catalogueversion",
            name="kept_from",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        AddTrigger(
            model_name="coalition",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="8b3ea3c7634dd35b4435f6fb7e07803c2e79bdc4",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_2d9c8",
                    table="meetings_coalition",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="coalition",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="66fe806110f8bbd6edb0c263e81238f195d50c35",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_eb885",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="53150eb4584a126e38922ba514ed75597989f11e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_a8c33",
                    table="meetings_donor",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="donor",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="cfa493bbe538dacdaed1e20ef92945494bf6ffbf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_33ef6",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="b8282defb80f2dcfce34fb3b68070d38accbef33",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_d0c9e",
                    table="meetings_donoralias",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="donoralias",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="fbb0c358699f762afbabcd6e7a34c509c5a726e4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_b156d",
                    table="meetings_donoralias",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="donorgdp",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="79b3adf372c9038129eee6db3911cf482f632686",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_d6628",
                    table="meetings_donorgdp",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="donorgdp",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="ad944a6423136957bb58843e270eb57599daae14",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_c7acc",
                    table="meetings_donorgdp",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="donormembership",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="08fe02c8e42bf10b5c41037756e593a76d4d05ae",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_ce0f3",
                    table="meetings_donormembership",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="donormembership",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="2a6c8d5e4654fbc0a99a6e614100445f51243d9f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_06a32",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="80f18317ce9e0780b14a6a98297af7d9e6764a90",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_4caf0",
                    table="meetings_forum",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="forum",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="418723941cf29f944ff53534239dbc9d850c7ceb",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_c0abd",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="5a1b1f59765ecbac49a983ea1a1c33429ff7ec46",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_76f6f",
                    table="meetings_initiative",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="3b1492696ca530a49c80280d50714a61120ad4bf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_4b9b3",
                    table="meetings_initiative",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="initiativelead",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="57d812519cba9ed8f9233593b0221d8ed6b81d2c",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_72c4e",
                    table="meetings_initiative_leads",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="initiativelead",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="745a4baa7f4a332ed1bc2919a9802efdebeee030",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_76347",
                    table="meetings_initiative_leads",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="4d38638a4459e21f4f8931d83bb1a62ffbd01156",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_e6a1d",
                    table="meetings_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="d59d105f9d69f15fa9197374cfe392cf2fd6c065",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_b9e7f",
                    table="meetings_meeting",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="61c98f48673376563038f7b6d7452ab0850a7d69",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_755f5",
                    table="meetings_meetingattendance",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="meetingattendance",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="cfe860b316b19191c462264618f5b77dfa20ea73",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_4a658",
                    table="meetings_meetingattendance",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="meetingchair",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="69fd51b748feae3cb54d31a8f7355c14ca8f288e",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_cdb1f",
                    table="meetings_meetingchair",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="meetingchair",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="dfeb5c675089cb6393e763b196f712362208e129",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_27e63",
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
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="99b198cf3f1c10ac86b945e45cec2e4d12b4550f",
                    level="STATEMENT",
                    operation="UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_768ee",
                    table="meetings_source",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="c127d2df2a46019a0d87edbd4709bf616224d7b2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_36786",
                    table="meetings_source",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="sourceclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="250914f77f1478bc900ad80f3d08eed9df28d45f",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_5436d",
                    table="meetings_sourceclaim",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="sourceclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="5ee9d5c806d930eade2f2ca0e71dbd035253ba99",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_4faa4",
                    table="meetings_sourceclaim",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_from__lte", models.F("number"))), name="catalogue_version_kept"
            ),
        ),
        migrations.AddIndex(
            model_name="supersededrow",
            index=models.Index(fields=["relation", "until"], name="superseded_row_until_idx"),
        ),
        migrations.AddConstraint(
            model_name="supersededrow",
            constraint=models.UniqueConstraint(fields=("relation", "key", "until"), name="superseded_row_until_unique"),
        ),
        migrations.AddConstraint(
            model_name="supersededrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__lt", models.F("until"))), name="superseded_row_order"
            ),
        ),
    ]
