"""Every rule that the models leave to the database is there after the migrations, in its present wording."""

import pgtrigger
import pytest
from django.db import connection


@pytest.mark.django_db
def test_every_trigger_of_the_models_is_in_the_database_and_no_other() -> None:
    declared = {
        (model._meta.db_table, trigger.get_pgid(model), trigger.compile(model).hash)
        for model, trigger in pgtrigger.registered()
    }

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger%' AND tgenabled = 'O'"
        )
        installed = set(cursor.fetchall())

    assert len(declared) > 20
    assert installed == declared
