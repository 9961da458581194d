"""An approval keeps the hash of all rows as its reviewer saw them; the database lets no others be published."""

import pgtrigger.compiler
from django.db import migrations, models

from meetings.migration_operations import AddTrigger

SEEN = """
    UPDATE pledges_changeset AS c SET approved_hash = encode(sha256(convert_to(coalesce((
        SELECT string_agg(concat_ws(' ', position, planned_hash, author_id, payload), E'\\n' ORDER BY position)
        FROM pledges_changesetrow WHERE changeset_id = c.id
    ), ''), 'UTF8')), 'hex')
    WHERE state = 'approved'
"""
"""The rows of what is approved cannot have changed since, so they are what was seen."""

CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
"""No table whose rows wait for a check can be altered."""


class Migration(migrations.Migration):
    dependencies = [
        ("pledges", "0011_provision"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="changeset",
            name="change_set_approver",
        ),
        migrations.AddField(
            model_name="changeset",
            name="approved_hash",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="seen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.state IN ('approved', 'published'))",
                    func="\n        IF NEW.approved_hash <> encode(sha256(convert_to(coalesce((\n            SELECT string_agg(concat_ws(' ', position, planned_hash, author_id, payload), E'\\n' ORDER BY position)\n            FROM pledges_changesetrow WHERE changeset_id = NEW.id\n        ), ''), 'UTF8')), 'hex') THEN\n            RAISE EXCEPTION 'the rows of change set % are not those that the approver saw', NEW.id\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="3d9569c193e87a91506c046ba23bfcab307cf327",
                    operation="UPDATE",
                    pgid="pgtrigger_seen_6f436",
                    table="pledges_changeset",
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
                        ("approved_hash", ""),
                        ("state__in", ["draft", "submitted", "discarded"]),
                    ),
                    _connector="OR",
                ),
                name="change_set_approver",
            ),
        ),
    ]
