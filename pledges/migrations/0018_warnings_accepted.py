"""No change set moves on while a row is odd and nobody has said why it stands."""

import pgtrigger.compiler
from django.db import migrations

from meetings.migration_operations import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0017_kept_names"),
    ]

    operations = [
        AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="warnings_accepted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.state, NEW.state) IN (('draft', 'submitted'), ('submitted', 'approved'), ('approved', 'published')))",
                    func="\n        IF EXISTS (\n            SELECT FROM pledges_changesetrow\n            WHERE changeset_id = NEW.id AND plan->'warnings' @> '[{\"accepted\": \"\"}]'\n        ) THEN\n            RAISE EXCEPTION 'change set % has warnings that nobody accepted', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="2fed6c86c4945a328b4089f8ffb3a2c2fe370df7",
                    operation="UPDATE",
                    pgid="pgtrigger_warnings_accepted_e1046",
                    table="pledges_changeset",
                    when="BEFORE",
                ),
            ),
        ),
    ]
