"""The command that loads the starter data."""

import io

import pytest
from django.core.management import call_command

from pledges.intake.starter_data import FAMILIES
from pledges.models import DatasetVersion, OutboxMessage, PledgeState, ProjectionState

pytestmark = pytest.mark.django_db


def test_load_starter_publishes_projects_and_does_nothing_the_second_time() -> None:
    first, second = io.StringIO(), io.StringIO()
    call_command("load_starter", stdout=first)
    count = len(FAMILIES)
    assert first.getvalue().splitlines()[-1] == f"published {count} versions, projected {count}"
    assert (DatasetVersion.objects.count(), ProjectionState.objects.get().dataset_version) == (count, count)
    assert OutboxMessage.objects.filter(processed_at=None).count() == 0
    states = PledgeState.objects.count()
    call_command("load_starter", stdout=second)
    assert second.getvalue().splitlines()[-1] == "the starter data are in already"
    assert (DatasetVersion.objects.count(), PledgeState.objects.count()) == (count, states)
