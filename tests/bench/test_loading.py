"""The ledger that measurements run on holds all rules of the database, and everything that makes moments differ."""

from datetime import timedelta

import pytest
from django.db import connection

from bench.loading import TODAY, is_loaded, load
from bench.versions import VERSIONS
from pledges.models import DatasetVersion, Entry, Pledge, Requirement, Stock, Terms, Void

pytestmark = pytest.mark.django_db

PLEDGES = 500


def test_load_holds_every_constraint_and_has_facts_of_every_kind() -> None:
    load(PLEDGES, checked=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert (is_loaded(PLEDGES), Pledge.objects.count(), DatasetVersion.objects.count()) == (True, PLEDGES, VERSIONS)
    lifted = Void.objects.filter(lifted_by__isnull=False, entry__isnull=False)
    again = Void.objects.filter(entry__in=lifted.values("entry"), lifted_by__isnull=True)
    found = {
        "versions of entries": Entry.objects.values("version").distinct().count() > 50,
        "lifts": Void.objects.filter(lifted_void__isnull=False).count() > 10,
        "second voids": again.exists(),
        "terms in force later": Terms.objects.filter(effective_start__gt=TODAY).exists(),
        "several terms": Pledge.objects.filter(terms__id__gt=PLEDGES).exists(),
        "needs": Requirement.objects.values("basis").distinct().count() == 2 and Requirement.objects.count() > 300,
        "stocks": Stock.objects.values("holder", "system").distinct().count() > 100,
        "fresh stocks": Stock.objects.filter(as_of_end__gt=TODAY - timedelta(days=365)).exists(),
        "stocks in several units": Stock.objects.filter(system__slug="patriot").values("unit").distinct().count() > 1,
        "running windows": Entry.objects.filter(occurred_start__lte=TODAY, occurred_end__gt=TODAY).exists(),
        "grades": Stock.objects.values("source__grade").distinct().count() > 4,
    }
    assert [name for name, is_there in found.items() if not is_there] == []
