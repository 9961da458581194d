"""Drafts can be discarded, and stay; imports ask for columns, and keep what they leave out."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from meetings.migration_operations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0003_api_tokens"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="changeset",
            name="state_path",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="open_change_set",
        ),
        migrations.RemoveConstraint(
            model_name="changeset",
            name="change_set_approver",
        ),
        migrations.RemoveConstraint(
            model_name="importjob",
            name="import_job_finished",
        ),
        migrations.AddField(
            model_name="changesetrow",
            name="line",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="importjob",
            name="left_out",
            field=models.BinaryField(blank=True, default=bytes),
        ),
        migrations.AddField(
            model_name="importjob",
            name="left_out_rows",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="changeset",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("approved", "Approved"),
                    ("published", "Published"),
                    ("discarded", "Discarded"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="changesetevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("created", "Created"),
                    ("edited", "Edited"),
                    ("submitted", "Submitted"),
                    ("approved", "Approved"),
                    ("rejected", "Rejected"),
                    ("published", "Published"),
                    ("undone", "Undone"),
                    ("discarded", "Discarded"),
                    ("noted", "Noted"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="importjob",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("asking", "Columns to choose"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="state_path",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.state IN ('published', 'discarded') THEN\n                RAISE EXCEPTION 'change set % is % and stays', OLD.id, OLD.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        IF TG_OP = 'INSERT' THEN\n            IF NEW.state <> 'draft' THEN\n                RAISE EXCEPTION 'a change set starts as a draft, not as %', NEW.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        END IF;\n        IF OLD.state IN ('published', 'discarded') THEN\n            RAISE EXCEPTION 'change set % is % and stays as it is', OLD.id, OLD.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (\n            ('draft', 'submitted'), ('draft', 'discarded'), ('submitted', 'draft'), ('submitted', 'approved'),\n            ('approved', 'draft'), ('approved', 'published')\n        ) THEN\n            RAISE EXCEPTION 'change set % cannot go from % to %', OLD.id, OLD.state, NEW.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="47d522a082da77038890a42dffeeaf8bdddd1a29",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_state_path_11ad1",
                    table="pledges_changeset",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="changesetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="open_change_set",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint; parent_state text;",
                    func="\n        IF TG_OP = 'UPDATE' AND NEW.changeset_id <> OLD.changeset_id THEN\n            RAISE EXCEPTION 'row % stays in its change set', OLD.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;\n        SELECT state FROM pledges_changeset WHERE id = parent INTO parent_state;\n        IF parent_state = 'approved' AND TG_OP = 'UPDATE'\n            AND (NEW.changeset_id, NEW.position, NEW.payload, NEW.author_id, NEW.approved_by_id)\n                IS NOT DISTINCT FROM\n                (OLD.changeset_id, OLD.position, OLD.payload, OLD.author_id, OLD.approved_by_id) THEN\n            RETURN NEW;\n        END IF;\n        IF parent_state IN ('approved', 'published', 'discarded') THEN\n            RAISE EXCEPTION 'the rows of change set % stay as they are: it is %', parent, parent_state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n    ",
                    hash="f606c2adafe52da16e445ff89fcb8c63a82c9142",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_open_change_set_f6209",
                    table="pledges_changesetrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="changeset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("state__in", ["approved", "published"]),
                    ),
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                        ("state__in", ["draft", "submitted", "discarded"]),
                    ),
                    _connector="OR",
                ),
                name="change_set_approver",
            ),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running", "asking"])),
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed", "cancelled"])),
                    _connector="OR",
                ),
                name="import_job_finished",
            ),
        ),
    ]
