"""Texts that rows are drafted from, the rows, and what people make of each."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_source_words_index"),
        ("pledges", "0040_rates_compared_by_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published", models.DateField(blank=True, null=True)),
                ("source", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "changeset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafted_texts",
                        to="pledges.changeset",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pledges.keptcopy"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftingRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_version", models.CharField(max_length=40)),
                ("parser_version", models.CharField(blank=True, max_length=80)),
                ("model_sha256", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("sentences_done", models.PositiveIntegerField(default=0)),
                ("sentences_total", models.PositiveIntegerField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=1000)),
                ("started_at", models.DateTimeField()),
                ("heartbeat_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drafted_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="pledges.draftedtext"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("span_start", models.PositiveIntegerField()),
                ("span_end", models.PositiveIntegerField()),
                ("claim", models.JSONField(blank=True, default=dict)),
                ("drafted", models.JSONField(blank=True, default=dict)),
                ("cells", models.JSONField(blank=True, default=dict)),
                ("found", models.JSONField(blank=True, default=dict)),
                ("found_version", models.PositiveIntegerField(blank=True, null=True)),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("by_hand", models.BooleanField(default=False)),
                ("state", models.CharField(default="open", max_length=12)),
                (
                    "changeset_row",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafted_rows",
                        to="pledges.changesetrow",
                    ),
                ),
                (
                    "drafted_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="pledges.draftedtext"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="pledges.draftingrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ResidueSentence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("span_start", models.PositiveIntegerField()),
                ("span_end", models.PositiveIntegerField()),
                ("gone", models.BooleanField(default=False)),
                ("ticked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drafted_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="residue", to="pledges.draftedtext"
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RowDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("rule_version", models.CharField(max_length=40)),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("kind_of_text", models.CharField(max_length=30)),
                ("donor", models.CharField(blank=True, max_length=5)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="pledges.draftedrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FieldDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("column", models.CharField(max_length=40)),
                ("drafted", models.CharField(blank=True, max_length=2000)),
                ("accepted", models.CharField(blank=True, max_length=2000)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fields", to="pledges.rowdecision"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="draftedtext",
            index=models.Index(fields=["created_by", "-created_at"], name="drafted_text_owner_idx"),
        ),
        migrations.AddConstraint(
            model_name="draftedtext",
            constraint=models.UniqueConstraint(
                fields=("copy", "meeting", "published"), name="drafted_text_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.UniqueConstraint(
                fields=("drafted_text", "rule_version", "parser_version", "model_sha256"), name="drafting_run_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sentences_total__isnull", True),
                    ("sentences_done__lte", models.F("sentences_total")),
                    _connector="OR",
                ),
                name="drafting_run_sentences",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running"])),
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed"])),
                    _connector="OR",
                ),
                name="drafting_run_finished",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("problem", ""), ("state", "failed"), _connector="XOR"), name="drafting_run_problem"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule_version", ""), _negated=True), name="drafting_run_rule_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftingrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("model_sha256", ""), ("model_sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"),
                name="drafting_run_model_form",
            ),
        ),
        migrations.AddIndex(
            model_name="draftedrow",
            index=models.Index(fields=["drafted_text", "span_start", "id"], name="drafted_row_order_idx"),
        ),
        migrations.AddConstraint(
            model_name="draftedrow",
            constraint=models.UniqueConstraint(fields=("drafted_text", "key"), name="drafted_row_once"),
        ),
        migrations.AddConstraint(
            model_name="draftedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("span_start__lt", models.F("span_end"))), name="drafted_row_span"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[0-9a-f]{64}$")), name="drafted_row_key_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_hand", True), models.Q(("rule", ""), _negated=True), _connector="XOR"),
                name="drafted_row_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("changeset_row__isnull", True), ("state__in", ["accepted", "handed_over"]), _connector="OR"
                ),
                name="drafted_row_in_changeset",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draftedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmed_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.state IN ('accepted', 'rejected', 'handed_over') THEN\n                RAISE EXCEPTION 'drafted row % was confirmed and stays', OLD.id\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        IF (NEW.drafted_text_id, NEW.key, NEW.claim, NEW.drafted, NEW.span_start, NEW.span_end, NEW.by_hand)\n            IS DISTINCT FROM\n            (OLD.drafted_text_id, OLD.key, OLD.claim, OLD.drafted, OLD.span_start, OLD.span_end, OLD.by_hand) THEN\n            RAISE EXCEPTION 'what was drafted as row % stays as it was drafted', OLD.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF OLD.state IN ('accepted', 'rejected', 'handed_over') AND (\n            NEW.state NOT IN (OLD.state, 'open')\n            OR NEW.run_id IS DISTINCT FROM OLD.run_id\n            OR (NEW.state = OLD.state AND NEW.cells IS DISTINCT FROM OLD.cells)\n        ) THEN\n            RAISE EXCEPTION 'drafted row % was confirmed; it can only be opened again', OLD.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="22070a630a1f19435d6b3deaffb8e6ad6bc42d16",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_confirmed_stay_f9c6a",
                    table="pledges_draftedrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="residuesentence",
            constraint=models.UniqueConstraint(
                fields=("drafted_text", "span_start", "span_end"), name="residue_sentence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="residuesentence",
            constraint=models.CheckConstraint(
                condition=models.Q(("span_start__lt", models.F("span_end"))), name="residue_sentence_span"
            ),
        ),
        migrations.AddConstraint(
            model_name="residuesentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ticked_at__isnull", True), ("ticked_by__isnull", True)),
                    models.Q(("ticked_at__isnull", False), ("ticked_by__isnull", False)),
                    _connector="OR",
                ),
                name="residue_sentence_ticked",
            ),
        ),
        migrations.AddIndex(
            model_name="rowdecision",
            index=models.Index(fields=["row", "-id"], name="row_decision_last_idx"),
        ),
        migrations.AddConstraint(
            model_name="rowdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("outcome", "rejected"), _connector="XOR"),
                name="row_decision_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rowdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="row_decision_other_in_words",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rowdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="540e4a7407bc4c1ff90e8ba8ebe3eabc6462dee9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f18ee",
                    table="pledges_rowdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rowdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="198ee70e92d5b082c3b80f7514efe14cb0f1f6a5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_e5c79",
                    table="pledges_rowdecision",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="fielddecision",
            constraint=models.UniqueConstraint(fields=("decision", "column"), name="field_decision_once"),
        ),
        migrations.AddConstraint(
            model_name="fielddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted", ""), ("drafted", ""), _negated=True),
                name="field_decision_says_something",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fielddecision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="037c267d8fc8a8cf84c72d402f30b3f189119f7f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9815f",
                    table="pledges_fielddecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fielddecision",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF current_setting('ramstein.allow_truncate', true) IS DISTINCT FROM 'on' THEN\n                    RAISE EXCEPTION 'the ledger is append-only: % cannot be truncated', TG_TABLE_NAME\n                        USING ERRCODE = 'integrity_constraint_violation';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="5c12f8994adb4a8cfa253cd7fac654acb0209e60",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a5216",
                    table="pledges_fielddecision",
                    when="BEFORE",
                ),
            ),
        ),
    ]
