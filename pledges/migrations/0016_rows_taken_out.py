"""A row that was in review is no longer deleted: it is taken out, and somebody else approves that."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from meetings.migration_operations import AddTrigger

REVIEWED = """
    UPDATE pledges_changesetrow AS r SET reviewed = true
    FROM pledges_changeset AS c
    WHERE c.id = r.changeset_id AND c.state IN ('draft', 'submitted', 'approved')
        AND EXISTS (SELECT FROM pledges_changesetevent WHERE changeset_id = c.id AND kind = 'submitted')
"""
"""Which rows of a draft came in since it was sent back is not known; all of them count as seen."""

CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
"""No table whose rows wait for a check can be altered."""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0015_approval_of_what_was_seen"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="open_change_set",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="row_four_eyes",
        ),
        migrations.AddField(
            model_name="changesetrow",
            name="reviewed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="changesetrow",
            name="taken_out",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunSQL(REVIEWED, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        AddTrigger(
            model_name="changesetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="open_change_set",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint; parent_state text;",
                    func="\n        IF TG_OP = 'UPDATE' AND NEW.changeset_id <> OLD.changeset_id THEN\n            RAISE EXCEPTION 'row % stays in its change set', OLD.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;\n        SELECT state FROM pledges_changeset WHERE id = parent INTO parent_state;\n        IF parent_state = 'approved' AND TG_OP = 'UPDATE'\n            AND (NEW.changeset_id, NEW.position, NEW.payload, NEW.author_id, NEW.approved_by_id, NEW.approved_hash)\n                IS NOT DISTINCT FROM\n                (OLD.changeset_id, OLD.position, OLD.payload, OLD.author_id, OLD.approved_by_id, OLD.approved_hash)\n        THEN\n            RETURN NEW;\n        END IF;\n        IF parent_state IN ('approved', 'published', 'discarded') THEN\n            RAISE EXCEPTION 'the rows of change set % stay as they are: it is %', parent, parent_state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.reviewed THEN\n                RAISE EXCEPTION 'row % was in review: it is taken out, and stays', OLD.position\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        NEW.reviewed := NEW.reviewed OR parent_state = 'submitted' OR (TG_OP = 'UPDATE' AND OLD.reviewed);\n        RETURN NEW;\n    ",
                    hash="5b481c2de1f9a1e22113fa2067165b5f2d3f6d6a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_open_change_set_f6209",
                    table="pledges_changesetrow",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="changesetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="row_four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'UPDATE' AND (NEW.payload, NEW.taken_out) IS DISTINCT FROM (OLD.payload, OLD.taken_out)\n            AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN\n            NEW.approved_by_id := NULL;\n            NEW.approved_hash := '';\n        END IF;\n        IF NEW.approved_by_id = NEW.author_id\n            AND coalesce((SELECT four_eyes FROM pledges_reviewpolicy WHERE id = 1), true)\n            AND NOT EXISTS (SELECT FROM pledges_changeset WHERE id = NEW.changeset_id AND undo_of_id IS NOT NULL)\n        THEN\n            RAISE EXCEPTION 'four eyes: the author of row % cannot approve it', NEW.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="54572ffe2fb12267e8a5b44566216e781fe592b3",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_row_four_eyes_9e302",
                    table="pledges_changesetrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="changesetrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("plan__isnull", True), ("taken_out", False)),
                    models.Q(("plan__action", "taken_out"), ("taken_out", True)),
                    models.Q(("taken_out", False), models.Q(("plan__action", "taken_out"), _negated=True)),
                    _connector="OR",
                ),
                name="change_set_row_taken_out",
            ),
        ),
    ]
