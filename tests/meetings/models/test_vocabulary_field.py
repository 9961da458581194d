import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from meetings.models.vocabulary_field import VocabularyField


class Before(models.TextChoices):
    BATTERY = "battery", "battery"


class After(models.TextChoices):
    BATTERY = "battery", "batteries"
    LAUNCHER = "launcher", "launcher"


def test_a_new_word_or_label_is_no_change_to_migrations() -> None:
    before, after = (VocabularyField(max_length=20, choices=words, blank=True) for words in (Before, After))

    assert before.deconstruct()[1:] == after.deconstruct()[1:]
    assert before.deconstruct()[1:] == models.CharField(max_length=20, blank=True).deconstruct()[1:]


def test_words_are_still_offered_in_forms() -> None:
    field = VocabularyField(max_length=20, choices=After)

    assert list(field.choices or []) == [("battery", "batteries"), ("launcher", "launcher")]


@pytest.mark.django_db
def test_no_column_of_a_vocabulary_waits_for_a_migration() -> None:
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)

    assert found == {}
