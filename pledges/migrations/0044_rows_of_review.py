"""Rows are marked as reviewed when their change set leaves review, not when it comes there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0043_drafting_answers"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="open_change_set",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="rows_of_review",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IN ('submitted', 'approved') AND NEW.state = 'draft')",
                    func="\n        UPDATE pledges_changesetrow SET reviewed = true WHERE changeset_id = NEW.id AND NOT reviewed;\n        RETURN NULL;\n    ",
                    hash="0666eee3aefc559e86ff87699e5939cc0be777d1",
                    operation="UPDATE",
                    pgid="pgtrigger_rows_of_review_37d73",
                    table="pledges_changeset",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="changesetrow",
            trigger=pgtrigger.compiler.Trigger(
                name="open_change_set",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE parent bigint; parent_state text;",
                    func="\n        IF TG_OP = 'UPDATE' AND NEW.changeset_id <> OLD.changeset_id THEN\n            RAISE EXCEPTION 'row % stays in its change set', OLD.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;\n        SELECT state FROM pledges_changeset WHERE id = parent INTO parent_state;\n        IF parent_state = 'approved' AND TG_OP = 'UPDATE'\n            AND (NEW.changeset_id, NEW.position, NEW.payload, NEW.author_id, NEW.approved_by_id, NEW.approved_hash)\n                IS NOT DISTINCT FROM\n                (OLD.changeset_id, OLD.position, OLD.payload, OLD.author_id, OLD.approved_by_id, OLD.approved_hash)\n        THEN\n            RETURN NEW;\n        END IF;\n        IF parent_state IN ('approved', 'published', 'discarded') THEN\n            RAISE EXCEPTION 'the rows of change set % stay as they are: it is %', parent, parent_state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.reviewed OR parent_state = 'submitted' THEN\n                RAISE EXCEPTION 'row % was in review: it is taken out, and stays', OLD.position\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        NEW.reviewed := NEW.reviewed OR parent_state = 'submitted' OR (TG_OP = 'UPDATE' AND OLD.reviewed);\n        RETURN NEW;\n    ",
                    hash="8f296174f5828328642469f665c899bcc52bc6c5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_open_change_set_f6209",
                    table="pledges_changesetrow",
                    when="BEFORE",
                ),
            ),
        ),
    ]
