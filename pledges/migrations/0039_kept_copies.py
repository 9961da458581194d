"""Copies of sources are kept, and quotes have a place in their texts."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_source_words_index"),
        ("pledges", "0038_projections_anew"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("media_type", models.CharField(max_length=40)),
                ("byte_size", models.PositiveBigIntegerField()),
                ("stored_at", models.DateTimeField()),
                ("page_url", models.URLField(blank=True, max_length=2000)),
                ("archive_url", models.URLField(blank=True, max_length=2000)),
                ("state", models.CharField(default="waiting", max_length=12)),
                ("text", models.TextField(blank=True)),
                ("text_sha256", models.CharField(blank=True, max_length=64)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "stored_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuoteAnchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("exact", models.TextField(blank=True)),
                ("prefix", models.CharField(blank=True, max_length=120)),
                ("suffix", models.CharField(blank=True, max_length=120)),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="anchors", to="pledges.keptcopy"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pledges.datasetversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attached_at", models.DateTimeField()),
                (
                    "attached_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="pledges.keptcopy"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="meetings.source",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pledges.datasetversion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="keptcopy",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="kept_copy_waiting_idx"),
        ),
        migrations.AddConstraint(
            model_name="keptcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="kept_copy_sha256_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="keptcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("media_type__in", ["text/plain", "text/html", "application/pdf", "application/wacz"])
                ),
                name="kept_copy_media_type",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptcopy",
            constraint=models.CheckConstraint(condition=models.Q(("byte_size__gt", 0)), name="kept_copy_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="keptcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("problem", ""), ("state", "waiting"), ("text", ""), ("text_sha256", "")),
                    models.Q(
                        ("state", "failed"), ("text", ""), ("text_sha256", ""), models.Q(("problem", ""), _negated=True)
                    ),
                    models.Q(("problem", ""), ("state", "read"), ("text_sha256__regex", "^[0-9a-f]{64}$")),
                    _connector="OR",
                ),
                name="kept_copy_read",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_as_stored",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF NEW.state = 'read' AND NEW.text_sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN\n            RAISE EXCEPTION 'the text of the copy % has another hash', NEW.sha256\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'UPDATE' AND (\n            (NEW.sha256, NEW.media_type, NEW.byte_size, NEW.stored_by_id, NEW.stored_at, NEW.page_url)\n                IS DISTINCT FROM\n                (OLD.sha256, OLD.media_type, OLD.byte_size, OLD.stored_by_id, OLD.stored_at, OLD.page_url)\n            OR (OLD.state = 'read' AND (NEW.state <> 'read' OR NEW.text_sha256 <> OLD.text_sha256))\n        ) THEN\n            RAISE EXCEPTION 'the copy % stays as it was stored, and its text as it was read', OLD.sha256\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="2eb6206b1698496787bc04a02d4c5c2952f17801",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_kept_as_stored_a2b52",
                    table="pledges_keptcopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6d119c3912dc179ac6638c25942d948f68297c65",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_dbb98",
                    table="pledges_keptcopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="9eeafaa97d6d9eb90f9ef95bf362cde5cd716a4b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_4ae07",
                    table="pledges_keptcopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcopy",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."archive_url" IS DISTINCT FROM (NEW."archive_url") OR OLD."byte_size" IS DISTINCT FROM (NEW."byte_size") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."page_url" IS DISTINCT FROM (NEW."page_url") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."stored_at" IS DISTINCT FROM (NEW."stored_at"))',
                    declare="DECLARE changed jsonb;",
                    func="changed := jsonb_build_object('id', OLD.id, 'sha256', OLD.sha256, 'media_type', OLD.media_type, 'byte_size', OLD.byte_size, 'stored_at', OLD.stored_at, 'page_url', OLD.page_url, 'archive_url', OLD.archive_url, 'state', OLD.state); \n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n RETURN NULL;",
                    hash="431807fd2c3166c9318831497d5ce5b2e93f31a4",
                    operation='UPDATE OF "sha256", "media_type", "byte_size", "stored_at", "page_url", "archive_url", "state"',
                    pgid="pgtrigger_catalogue_history_d30ed",
                    table="pledges_keptcopy",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteanchor",
            constraint=models.UniqueConstraint(fields=("version", "position", "copy"), name="quote_anchor_unique"),
        ),
        migrations.AddConstraint(
            model_name="quoteanchor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("end__isnull", True), ("exact", ""), ("prefix", ""), ("start__isnull", True), ("suffix", "")
                    ),
                    models.Q(
                        ("end__isnull", False),
                        ("start__isnull", False),
                        ("start__lt", models.F("end")),
                        (
                            "end",
                            django.db.models.expressions.CombinedExpression(
                                models.F("start"), "+", django.db.models.functions.text.Length("exact")
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="quote_anchor_place",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteanchor",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1ed14ee7b53b9a22d0cb6e240ecd656f7c8d85fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_324bb",
                    table="pledges_quoteanchor",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteanchor",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="5e5246101d9ec914fafedf9b494fb21ed90b0091",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_2c53e",
                    table="pledges_quoteanchor",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteanchor",
            trigger=pgtrigger.compiler.Trigger(
                name="in_text",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE astray record;",
                    func="\n        SELECT anchor.version_id, anchor.position, copy.sha256\n        FROM new_anchors AS anchor JOIN pledges_keptcopy AS copy ON copy.id = anchor.copy_id\n        WHERE copy.state <> 'read' OR (anchor.start IS NOT NULL AND concat(anchor.prefix, anchor.exact, anchor.suffix)\n            <> substr(copy.text, anchor.start + 1 - length(anchor.prefix),\n                length(anchor.prefix) + length(anchor.exact) + length(anchor.suffix)))\n        LIMIT 1 INTO astray;\n        IF astray IS NOT NULL THEN\n            RAISE EXCEPTION 'the quote of %.% is not at this place of the text of the copy %',\n                astray.version_id, astray.position, astray.sha256\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NULL;\n    ",
                    hash="5645f1883c257fa310f12eb827922ec7d1b60a6a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_in_text_8af78",
                    referencing="REFERENCING NEW TABLE AS new_anchors ",
                    table="pledges_quoteanchor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteanchor",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="0a4f5bca063c2b1b171dbc371d7cf9c8065d9cd3",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_05305",
                    table="pledges_quoteanchor",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quoteanchor",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="77fc444e08a4ed6c4bad3066547e48cc2214d8ca",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_3d51a",
                    table="pledges_quoteanchor",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sourcecopy",
            index=models.Index(fields=["source", "-id"], name="source_copy_newest_idx"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="42937adba6bfdced4223561e858c2da5808bc192",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8241f",
                    table="pledges_sourcecopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="e4603b9eff6c52caadd41eaff30ce93736ecac5d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_41876",
                    table="pledges_sourcecopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)\n    ON CONFLICT (id) DO UPDATE SET number = version.number + 1,\n        kept_from = CASE WHEN TG_OP = 'TRUNCATE' THEN version.number + 1 ELSE version.kept_from END;\n RETURN NULL;",
                    hash="6e4bf35dfd07a919dc816b2a8ada96dcc11deab8",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_catalogue_version_dee04",
                    table="pledges_sourcecopy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcecopy",
            trigger=pgtrigger.compiler.Trigger(
                name="catalogue_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed jsonb;",
                    func="\n    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN\n        RETURN NULL;\n    END IF;\n    changed := (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);\n    \n    INSERT INTO meetings_supersededrow (relation, key, since, until, \"row\")\n    SELECT TG_TABLE_NAME, (changed->>'id')::bigint, coalesce(max(earlier.until), 0), version.number,\n        CASE WHEN TG_OP <> 'INSERT' THEN changed END\n    FROM meetings_catalogueversion AS version\n    LEFT JOIN meetings_supersededrow AS earlier\n        ON earlier.relation = TG_TABLE_NAME AND earlier.key = (changed->>'id')::bigint\n    GROUP BY version.number;\n\n    RETURN NULL;\n",
                    hash="3487272f36875267e092f6e74ad0989dbd759471",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_catalogue_history_9d39a",
                    table="pledges_sourcecopy",
                    when="AFTER",
                ),
            ),
        ),
    ]
