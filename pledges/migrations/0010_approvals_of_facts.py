"""A row is approved with the facts that it was planned to write; the database drops the approval with them."""

import hashlib
from typing import Any

import pgtrigger.compiler
import pgtrigger.migrations
import rfc8785
from django.db import migrations, models

from meetings.migration_operations import AddTrigger

BATCH = 2000
HASH = """
    UPDATE pledges_changesetrow AS r SET planned_hash = given.hash
    FROM unnest(%s::bigint[], %s::text[]) AS given (id, hash) WHERE r.id = given.id
"""
KEEP_OF_ENDED = """
    UPDATE pledges_changesetrow SET approved_hash = planned_hash
    WHERE approved_by_id IS NOT NULL AND planned_hash <> ''
        AND changeset_id IN (SELECT id FROM pledges_changeset WHERE state IN ('published', 'discarded'))
"""
NOTE_LOSSES = """
    INSERT INTO pledges_changesetevent (changeset_id, kind, actor_id, at, detail)
    SELECT c.id, 'replanned', coalesce(c.approved_by_id, min(r.approved_by_id)), now(),
        'since this update an approval is of the facts that were seen; it was not kept which those were: approve again'
    FROM pledges_changeset AS c
    LEFT JOIN pledges_changesetrow AS r ON r.changeset_id = c.id AND r.approved_by_id IS NOT NULL
    WHERE c.state = 'approved' OR (c.state = 'submitted' AND r.id IS NOT NULL)
    GROUP BY c.id
"""
DROP_OF_OPEN = """
    UPDATE pledges_changesetrow SET approved_by_id = NULL WHERE approved_by_id IS NOT NULL AND approved_hash = ''
"""
BACK_TO_REVIEW = """
    UPDATE pledges_changeset SET state = 'submitted', approved_by_id = NULL, approved_at = NULL
    WHERE state = 'approved'
"""

CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
"""No table whose rows wait for a check can be altered."""


def hash_plans(apps: Any, schema_editor: Any) -> None:
    """Hash the planned facts of every row, as `pledges.ledger.facts` does."""
    rows = apps.get_model("pledges", "ChangeSetRow").objects.filter(plan__isnull=False).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "plan")[:BATCH]):
        last = batch[-1][0]
        hashes = [hash_of(plan) for _, plan in batch]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(HASH, [[key for key, _ in batch], hashes])


def hash_of(plan: dict[str, Any]) -> str:
    action = "create" if plan.get("action") == "duplicate" else plan.get("action")
    facts = {"action": action, "fact": plan.get("fact"), "states_pledge": bool(plan.get("subject"))}
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0009_plain_vocabularies"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="changeset",
            name="state_path",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="row_four_eyes",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="changesetrow",
            name="open_change_set",
        ),
        migrations.AddField(
            model_name="changesetrow",
            name="approved_hash",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="changesetrow",
            name="planned_hash",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.RunPython(hash_plans, migrations.RunPython.noop),
        migrations.RunSQL(KEEP_OF_ENDED, migrations.RunSQL.noop),
        migrations.RunSQL(NOTE_LOSSES, migrations.RunSQL.noop),
        migrations.RunSQL(DROP_OF_OPEN, migrations.RunSQL.noop),
        migrations.RunSQL(BACK_TO_REVIEW, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="state_path",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.state IN ('published', 'discarded') THEN\n                RAISE EXCEPTION 'change set % is % and stays', OLD.id, OLD.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        IF TG_OP = 'INSERT' THEN\n            IF NEW.state <> 'draft' THEN\n                RAISE EXCEPTION 'a change set starts as a draft, not as %', NEW.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        END IF;\n        IF OLD.state IN ('published', 'discarded') THEN\n            RAISE EXCEPTION 'change set % is % and stays as it is', OLD.id, OLD.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (\n            ('draft', 'submitted'), ('draft', 'discarded'), ('submitted', 'draft'), ('submitted', 'approved'),\n            ('approved', 'draft'), ('approved', 'submitted'), ('approved', 'published')\n        ) THEN\n            RAISE EXCEPTION 'change set % cannot go from % to %', OLD.id, OLD.state, NEW.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="8d2389ab8fe6c6c9e70c698229220f9d2efb20ce",
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
                    func="\n        IF TG_OP = 'UPDATE' AND NEW.changeset_id <> OLD.changeset_id THEN\n            RAISE EXCEPTION 'row % stays in its change set', OLD.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        parent := CASE WHEN TG_OP = 'DELETE' THEN OLD.changeset_id ELSE NEW.changeset_id END;\n        SELECT state FROM pledges_changeset WHERE id = parent INTO parent_state;\n        IF parent_state = 'approved' AND TG_OP = 'UPDATE'\n            AND (NEW.changeset_id, NEW.position, NEW.payload, NEW.author_id, NEW.approved_by_id, NEW.approved_hash)\n                IS NOT DISTINCT FROM\n                (OLD.changeset_id, OLD.position, OLD.payload, OLD.author_id, OLD.approved_by_id, OLD.approved_hash)\n        THEN\n            RETURN NEW;\n        END IF;\n        IF parent_state IN ('approved', 'published', 'discarded') THEN\n            RAISE EXCEPTION 'the rows of change set % stay as they are: it is %', parent, parent_state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n    ",
                    hash="c3dc975cc139491cd6fc0235f3761405c343fb4e",
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
                name="row_facts_approved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.plan IS DISTINCT FROM OLD.plan OR NEW.planned_hash <> OLD.planned_hash)",
                    declare="DECLARE other_facts boolean;",
                    func="\n        other_facts := (\n            coalesce(NEW.plan->'fact', 'null'), coalesce(NEW.plan->>'subject', '') <> '',\n            CASE NEW.plan->>'action' WHEN 'duplicate' THEN 'create' ELSE NEW.plan->>'action' END\n        )\n            IS DISTINCT FROM (\n            coalesce(OLD.plan->'fact', 'null'), coalesce(OLD.plan->>'subject', '') <> '',\n            CASE OLD.plan->>'action' WHEN 'duplicate' THEN 'create' ELSE OLD.plan->>'action' END\n        );\n        IF NEW.plan IS NULL OR (other_facts AND NEW.planned_hash = OLD.planned_hash) THEN\n            NEW.planned_hash := '';\n        END IF;\n        IF (other_facts OR NEW.planned_hash <> OLD.planned_hash)\n            AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN\n            NEW.approved_by_id := NULL;\n            NEW.approved_hash := '';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="afce9c2efede4bc275b0210ed34bf06b680ed17d",
                    operation="UPDATE",
                    pgid="pgtrigger_row_facts_approved_e805f",
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
                    func="\n        IF TG_OP = 'UPDATE' AND NEW.payload IS DISTINCT FROM OLD.payload\n            AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN\n            NEW.approved_by_id := NULL;\n            NEW.approved_hash := '';\n        END IF;\n        IF NEW.approved_by_id = NEW.author_id\n            AND coalesce((SELECT four_eyes FROM pledges_reviewpolicy WHERE id = 1), true)\n            AND NOT EXISTS (SELECT FROM pledges_changeset WHERE id = NEW.changeset_id AND undo_of_id IS NOT NULL)\n        THEN\n            RAISE EXCEPTION 'four eyes: the author of row % cannot approve it', NEW.position\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="4055a4ae5409ef3940d8079722110cf8c5f55109",
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
                    models.Q(("approved_by__isnull", True), ("approved_hash", "")),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("approved_hash", models.F("planned_hash")),
                        models.Q(("approved_hash", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="change_set_row_approval_of_facts",
            ),
        ),
    ]
