"""What the catalogue calls what pledges name: it may change without a new version, and is kept until it does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from meetings.models import JOINT
from pledges.answers import AsOf
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_dimensions import CATALOGUE, NONE
from pledges.answers.row_names import JOINT_NAME, MEETING_NAME, NONE_NAME, SHORT_MEETING_NAME

NAMES = f"""
    SELECT 'donor', id, code, name, '', '', '', '', '' FROM meetings_donor
    UNION ALL SELECT 'system', id, slug, short_name, '', kind, capability, '', '' FROM pledges_system
    UNION ALL SELECT 'meeting', named.id, named.slug, {MEETING_NAME}, {SHORT_MEETING_NAME}, '', '', forum.slug,
        named.date_start::text
    FROM meetings_meeting AS named JOIN meetings_forum AS forum ON forum.id = named.forum_id
    UNION ALL SELECT 'forum', id, slug, name, '', '', '', '', '' FROM meetings_forum
    UNION ALL SELECT 'coalition', id, slug, name, '', '', '', '', '' FROM meetings_coalition
    UNION ALL SELECT 'initiative', id, slug, name, '', '', '', '', '' FROM meetings_initiative
    UNION ALL SELECT 'package', id, slug, name, '', '', '', '', '' FROM pledges_package
"""


class CatalogueName(NamedTuple):
    """Something of the catalogue: its traits are words or values of other parts, or `none`.

    `short` is how a narrow column calls it, `date_start` the day of a meeting.
    """

    value: str
    label: str
    short: str = ""
    kind: str = NONE
    capability: str = NONE
    forum: str = NONE
    date_start: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The catalogue by sort and key; key 0 is none, or JOINT among donors. The stamp tells other names from these."""

    by_key: dict[str, dict[int, CatalogueName]]
    stamp: Hashable
    by_value: dict[str, dict[str, str]] = field(default_factory=dict)

    def keys_of(self, sort: str, values: tuple[str, ...]) -> set[int]:
        return {key for key, named in self.by_key[sort].items() if named.value in values}

    def labels(self, sort: str) -> dict[str, str]:
        if sort not in self.by_value:
            self.by_value[sort] = {named.value: named.label for named in self.by_key[sort].values()}
        return self.by_value[sort]


KEPT = 4
kept: OrderedDict[Hashable, Names] = OrderedDict()
"""The names that this process holds, by version of the catalogue."""
_lock = Lock()


def edition(version: int) -> int:
    """What tells a version from one of the same number in a database that was emptied and filled again."""
    rows = fetch("SELECT transaction_id FROM pledges_datasetversion WHERE number = %(version)s", {"version": version})
    return int(rows[0][0]) if rows else 0


def names(as_of: AsOf, *, edition: int) -> Names:
    """The names of the catalogue as it is now."""
    stamp = (edition, as_of.catalogue)
    found = kept.get(stamp) if edition else None
    if found is None:
        found = read_names(stamp)
        with _lock:
            kept[stamp] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
    return found


def read_names(stamp: Hashable) -> Names:
    """Read the names from the database."""
    by_key: dict[str, dict[int, CatalogueName]] = {sort: {0: CatalogueName(NONE, NONE_NAME)} for sort in CATALOGUE}
    by_key["donor"] = {0: CatalogueName(JOINT, JOINT_NAME)}
    for sort, key, *named in fetch(NAMES, {}):
        by_key[sort][key] = CatalogueName(*named)
    return Names(by_key, stamp)
