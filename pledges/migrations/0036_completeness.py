"""Sources may say that they list every delivery of a donor or of a system, to a day."""

import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0011_iso_letters_of_donors"),
        ("pledges", "0035_reporting_summaries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Completeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("quote", models.CharField(blank=True, max_length=1000)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("confidence", models.CharField(blank=True, max_length=20)),
                ("as_of_text", models.CharField(blank=True, max_length=200)),
                ("as_of_start", models.DateField()),
                ("as_of_end", models.DateField()),
                ("as_of_precision", models.CharField(blank=True, max_length=12)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="void",
            name="void_once",
        ),
        migrations.RemoveConstraint(
            model_name="void",
            name="void_one_target",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="void",
            trigger=pgtrigger.compiler.Trigger(
                name="void_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE standing bigint;",
                    func="\n        SELECT v.id FROM pledges_void AS v\n        WHERE (v.entry_id = NEW.entry_id OR v.terms_id = NEW.terms_id OR v.requirement_id = NEW.requirement_id\n               OR v.stock_id = NEW.stock_id OR v.membership_id = NEW.membership_id\n               OR v.asserted_total_id = NEW.asserted_total_id OR v.completeness_id = NEW.completeness_id\n               OR v.lifted_void_id = NEW.lifted_void_id)\n          AND NOT EXISTS (SELECT FROM pledges_void AS l WHERE l.lifted_void_id = v.id)\n        LIMIT 1 INTO standing;\n        IF standing IS NOT NULL THEN\n            RAISE EXCEPTION 'this fact is voided already (void %)', standing\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.lifted_void_id IS NOT NULL\n            AND EXISTS (SELECT FROM pledges_void WHERE id = NEW.lifted_void_id AND lifted_void_id IS NOT NULL) THEN\n            RAISE EXCEPTION 'a lifted void cannot be lifted again: void the fact anew'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="8ce280577f2575730383c8f1232309f305b3a280",
                    operation="INSERT",
                    pgid="pgtrigger_void_once_6adf7",
                    table="pledges_void",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="completeness",
            name="donor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="completeness_facts",
                to="meetings.donor",
            ),
        ),
        migrations.AddField(
            model_name="completeness",
            name="row",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s_facts",
                to="pledges.changesetrow",
            ),
        ),
        migrations.AddField(
            model_name="completeness",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.source"
            ),
        ),
        migrations.AddField(
            model_name="completeness",
            name="system",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="completeness_facts",
                to="pledges.system",
            ),
        ),
        migrations.AddField(
            model_name="completeness",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pledges.datasetversion",
            ),
        ),
        migrations.AddField(
            model_name="void",
            name="completeness",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="voids",
                to="pledges.completeness",
            ),
        ),
        migrations.AddConstraint(
            model_name="void",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(
                        "entry",
                        "terms",
                        "requirement",
                        "stock",
                        "asserted_total",
                        "completeness",
                        "membership",
                        "lifted_void",
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="void_one_target",
            ),
        ),
        migrations.AddIndex(
            model_name="completeness",
            index=models.Index(fields=["source", "version"], name="completeness_source_idx"),
        ),
        migrations.AddConstraint(
            model_name="completeness",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="completeness_position_unique"),
        ),
        migrations.AddConstraint(
            model_name="completeness",
            constraint=models.CheckConstraint(
                condition=models.Q(("donor__isnull", False), ("system__isnull", False), _connector="OR"),
                name="completeness_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="completeness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("as_of_start__lte", models.F("as_of_end")),
                    ("as_of_start__isnull", True),
                    ("as_of_end__isnull", True),
                    _connector="OR",
                ),
                name="completeness_as_of_order",
                violation_error_message="The as_of window ends before it starts.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completeness",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6ad69b421825084e8f6891d6e313c34cccb6ecad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4db74",
                    table="pledges_completeness",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completeness",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="fe7a57dc667be01090f35b9867bfabebab213ca1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b20d3",
                    table="pledges_completeness",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="completeness",
            trigger=pgtrigger.compiler.Trigger(
                name="open_version_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT FROM (SELECT DISTINCT version_id FROM new_facts) AS fact\n                LEFT JOIN pledges_datasetversion AS version ON version.number = fact.version_id\n                WHERE version.transaction_id IS DISTINCT FROM pg_current_xact_id()::text::bigint\n            ) THEN\n                RAISE EXCEPTION 'a published version takes no further facts: % writes into a closed one', TG_TABLE_NAME\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="c2a5d0660dd4af61a87469749864cf0616708a09",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_open_version_only_00e76",
                    referencing="REFERENCING NEW TABLE AS new_facts ",
                    table="pledges_completeness",
                    when="AFTER",
                ),
            ),
        ),
    ]
