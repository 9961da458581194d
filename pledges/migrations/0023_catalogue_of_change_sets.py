"""A change set knows the catalogue that it was published under, the meetings that it states itself included."""

import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger, RemoveTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0022_notices_and_assignment"),
    ]

    operations = [
        RemoveTrigger(
            model_name="changeset",
            name="state_path",
        ),
        RemoveTrigger(
            model_name="datasetversion",
            name="gap_free",
        ),
        migrations.RemoveField(
            model_name="datasetversion",
            name="catalogue",
        ),
        migrations.AddField(
            model_name="changeset",
            name="catalogue",
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False),
        ),
        AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="state_path",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF TG_OP = 'DELETE' THEN\n            IF OLD.state IN ('published', 'discarded') THEN\n                RAISE EXCEPTION 'change set % is % and stays', OLD.id, OLD.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN OLD;\n        END IF;\n        IF TG_OP = 'INSERT' THEN\n            IF NEW.state <> 'draft' THEN\n                RAISE EXCEPTION 'a change set starts as a draft, not as %', NEW.state\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        END IF;\n        IF OLD.state IN ('published', 'discarded') THEN\n            RAISE EXCEPTION 'change set % is % and stays as it is', OLD.id, OLD.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (\n            ('draft', 'submitted'), ('draft', 'discarded'), ('submitted', 'draft'), ('submitted', 'approved'),\n            ('approved', 'draft'), ('approved', 'submitted'), ('approved', 'published')\n        ) THEN\n            RAISE EXCEPTION 'change set % cannot go from % to %', OLD.id, OLD.state, NEW.state\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.state = 'published' THEN\n            NEW.catalogue := coalesce((SELECT number FROM meetings_catalogueversion), 0);\n        END IF;\n        RETURN NEW;\n    ",
                    hash="1e32ca0a7566ebf2e6aae13c7312df7fa08269ae",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_state_path_11ad1",
                    table="pledges_changeset",
                    when="BEFORE",
                ),
            ),
        ),
        AddTrigger(
            model_name="datasetversion",
            trigger=pgtrigger.compiler.Trigger(
                name="gap_free",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE latest record; state_now text;",
                    func="\n        PERFORM pg_advisory_xact_lock(7262022);\n        SELECT number, published_at FROM pledges_datasetversion ORDER BY number DESC LIMIT 1 INTO latest;\n        IF NEW.number <> coalesce(latest.number, 0) + 1 THEN\n            RAISE EXCEPTION 'dataset versions have no gaps: after % comes %, not %',\n                coalesce(latest.number, 0), coalesce(latest.number, 0) + 1, NEW.number\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.published_at < latest.published_at THEN\n            RAISE EXCEPTION 'version % cannot be older than the one before it', NEW.number\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        SELECT state FROM pledges_changeset WHERE id = NEW.changeset_id INTO state_now;\n        IF state_now <> 'approved' THEN\n            RAISE EXCEPTION 'change set % is %; only an approved one becomes a version', NEW.changeset_id, state_now\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        NEW.transaction_id := pg_current_xact_id()::text::bigint;\n        RETURN NEW;\n    ",
                    hash="25135c3d31b728a9194365106822b7b412aa8709",
                    operation="INSERT",
                    pgid="pgtrigger_gap_free_026f6",
                    table="pledges_datasetversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
