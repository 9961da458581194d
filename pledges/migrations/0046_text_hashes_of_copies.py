"""Answers carry the hash of the text of a kept copy, so that its changes are kept too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0045_account_security"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="keptcopy",
            name="catalogue_history",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."archive_url" IS DISTINCT FROM (NEW."archive_url") OR OLD."byte_size" IS DISTINCT FROM (NEW."byte_size") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."page_url" IS DISTINCT FROM (NEW."page_url") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."stored_at" IS DISTINCT FROM (NEW."stored_at") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256"))',
                    declare="DECLARE changed jsonb;",
                    func="changed := jsonb_build_object('id', OLD.id, 'sha256', OLD.sha256, 'media_type', OLD.media_type, 'byte_size', OLD.byte_size, 'stored_at', OLD.stored_at, 'page_url', OLD.page_url, 'archive_url', OLD.archive_url, 'state', OLD.state, 'text_sha256', OLD.text_sha256); \n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n RETURN NULL;",
                    hash="9dc69620f326bf1d36bfa95d59d290bad67c57f7",
                    operation='UPDATE OF "sha256", "media_type", "byte_size", "stored_at", "page_url", "archive_url", "state", "text_sha256"',
                    pgid="pgtrigger_catalogue_history_d30ed",
                    table="pledges_keptcopy",
                    when="AFTER",
                ),
            ),
        ),
    ]
