"""Loads what things of the catalogue are called, once for as long as it stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Manager

from meetings.models import Coalition, Forum, Initiative, Meeting
from pledges.intake.donor_names import DonorNames
from pledges.intake.group_names import GroupNames, MeetingNames, capability_names, meeting_names, worded_names
from pledges.ledger import Json
from pledges.models import Package, System
from pledges.values.name_folding import fold_name

Stamp = tuple[int, str, str]
"""The version of the catalogue, the transaction that wrote it, and the database."""


def catalogue_stamp() -> Stamp | None:
    """What changes with every change of the catalogue, also with one that is rolled back; None before any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, xmin::text, current_database()::text FROM meetings_catalogueversion")
        found: Stamp | None = cursor.fetchone()
    return found


@lru_cache(maxsize=2)
def names_at(stamp: Stamp) -> Json:
    """The names of the catalogue as of a stamp; they are shared, and never changed."""
    return load_names()


def load_names() -> Json:
    donors = DonorNames.load()
    systems = list(System.objects.prefetch_related("aliases", "units"))
    return {
        "donor_names": donors,
        "systems": {name.casefold(): one for one in systems for name in names(one, one.slug, one.name, one.short_name)},
        "systems_folded": folded_systems(systems),
        "units": {one.pk: [unit.unit for unit in sorted(one.units.all(), key=lambda u: u.position)] for one in systems},
        "meetings": load_meeting_names(),
        "forums": dict(Forum.objects.order_by("slug").values_list("slug", "pk")),
        "coalitions": load_coalition_names(),
        "initiatives": worded_names("initiative", slugs_and_names(Initiative.objects)),
        "packages": worded_names("package", slugs_and_names(Package.objects)),
        "codes": {donor.pk: donor.code for donor in donors.by_code.values()},
    }


def folded_systems(systems: Iterable[System]) -> dict[str, System]:
    """Systems by their folded names, as far as no two share one."""
    found: dict[str, set[System]] = {}
    for one in systems:
        for name in names(one, one.slug, one.name, one.short_name):
            found.setdefault(fold_joined(name), set()).add(one)
    return {name: one for name, (one, *others) in found.items() if name and not others}


def fold_joined(words: str) -> str:
    return fold_name(words).replace(" ", "")


def load_meeting_names() -> MeetingNames:
    columns = ("slug", "pk", "forum__slug", "number", "title", "date_start", "date_end")
    forums = dict(Forum.objects.order_by("slug").values_list("slug", "name"))
    return meeting_names(forums, Meeting.objects.order_by("slug").values_list(*columns))


def load_coalition_names() -> GroupNames:
    found = list(Coalition.objects.order_by("slug").values_list("slug", "pk", "name", "capability"))
    called = capability_names(Counter(capability for *_, capability in found))
    return worded_names("coalition", ((slug, pk, (name, *called.get(what, ()))) for slug, pk, name, what in found))


def slugs_and_names(manager: Manager[Any]) -> Iterator[tuple[str, int, tuple[str]]]:
    return ((slug, pk, (name,)) for slug, pk, name in manager.order_by("slug").values_list("slug", "pk", "name"))


def names(owner: Any, *own: str) -> Iterable[str]:
    """The names of a donor or system, its aliases last, so that its own names win."""
    return chain((alias.alias for alias in owner.aliases.all()), own)
