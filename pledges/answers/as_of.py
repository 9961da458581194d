"""The moment a question is asked for, and whether the stored projections already hold its answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from pledges.values.choices import DEFAULT_BASES
from pledges.values.moment import Moment


@dataclass(frozen=True, slots=True)
class AsOf:
    """A moment with what a reader is told about it.

    `known_at` is the instant up to which this site had published, `published_at` when the version of the moment was;
    `query` holds the clock parameters as asked, for links that stay at the same moment. `is_current` means that the
    stored projections show exactly this moment, as they were computed at `stored_at`. `catalogue` is the version of the
    names that every answer carries, and `has_old_names` says that names changed since. `projected` is the version up to
    which the changes of the ledger are marked, and `names` changes with the names that are read, in whichever database.
    """

    moment: Moment
    is_current: bool
    known_at: datetime
    computed_at: datetime
    query: tuple[tuple[str, str], ...] = ()
    catalogue: int = 0
    projected: int = 0
    names: str = ""
    published_at: datetime | None = None
    stored_at: datetime | None = None
    has_old_names: bool = False

    @property
    def valid_at(self) -> date:
        return self.moment.valid_at

    @property
    def version(self) -> int:
        return self.moment.known

    @property
    def is_projected(self) -> bool:
        """Whether the projections hold the version; what is answered before they do may change once more."""
        return self.version <= self.projected

    @property
    def label(self) -> str:
        """The moment in words, as shown beside figures."""
        day = self.valid_at
        return f"as of {day.day} {day:%B %Y}, as known in v{self.version}"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the stored projections show; version 0 where nothing has been published or projected.

    `asked_version` is the version that was asked for, by its number or as the last one by an instant, among those whose
    states are stored; None where there is none. `named_from` and `asked_named_from` are the catalogues that the version
    and the one asked for were written under, and `kept_from` is the oldest of which the names are kept.
    """

    version: int
    valid_at: date | None
    computed_at: datetime | None
    published_at: datetime | None
    catalogue: int
    latest: int
    asked_version: int | None
    asked_at: datetime | None
    names: str
    kept_from: int
    named_from: int
    asked_named_from: int


STORED = """
    SELECT coalesce(state.dataset_version, version.number, 0), state.valid_at, state.computed_at, version.published_at,
        coalesce(catalogue.number, 0), coalesce(latest.number, 0), asked.number, asked.published_at,
        coalesce(catalogue.number || ' ' || catalogue.xmin || ' ' || current_database(), ''),
        coalesce(catalogue.kept_from, 0), coalesce(written.catalogue, 0), coalesce(asked.catalogue, 0)
    FROM (SELECT 1) AS one
    LEFT JOIN pledges_projectionstate AS state ON state.id = 1
    LEFT JOIN meetings_catalogueversion AS catalogue ON catalogue.id = 1
    LEFT JOIN (SELECT max(number) AS number FROM pledges_datasetversion) AS latest ON true
    LEFT JOIN pledges_datasetversion AS version ON version.number = coalesce(state.dataset_version, latest.number)
    LEFT JOIN LATERAL (
        SELECT asked.number, asked.published_at, changeset.catalogue
        FROM pledges_datasetversion AS asked JOIN pledges_changeset AS changeset ON changeset.id = asked.changeset_id
        WHERE (asked.number = %(number)s OR asked.published_at <= %(instant)s) AND asked.number <= version.number
        ORDER BY asked.number DESC LIMIT 1
    ) AS asked ON true
    LEFT JOIN pledges_changeset AS written ON written.id = version.changeset_id
"""


def stored_moment(*, number: int | None = None, instant: datetime | None = None) -> Stored:
    """What the stored projections show, with the version that a number or an instant names, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, {"number": number, "instant": instant})
        return Stored(*cursor.fetchone())


def current_as_of(*, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES) -> AsOf:
    """The moment that the stored projections show; the latest version today where there are none yet."""
    return as_of_from(stored_moment(), now=now, bases=bases)


def as_of_from(
    stored: Stored,
    *,
    now: datetime,
    valid_at: date | None = None,
    version: int | None = None,
    known_at: datetime | None = None,
    bases: tuple[str, ...] = DEFAULT_BASES,
    query: tuple[tuple[str, str], ...] = (),
    catalogue: int | None = None,
) -> AsOf:
    """The moment asked for; a clock that was not given stands where the stored projections stand."""
    known = stored.version if version is None else version
    moment = Moment(valid_at=valid_at or stored.valid_at or now.date(), known=known, bases=bases)
    has_old_names = catalogue not in (None, stored.catalogue)
    is_current = moment == Moment(valid_at=stored.valid_at or date.max, known=stored.version)
    return AsOf(
        moment=moment,
        is_current=is_current,
        known_at=known_at or stored.published_at or now,
        computed_at=(stored.computed_at or now) if is_current else now,
        query=query,
        catalogue=stored.catalogue if catalogue is None else catalogue,
        projected=stored.version if stored.valid_at else 0,
        names=f"{catalogue} in {stored.names}" if has_old_names else stored.names,
        published_at=stored.published_at if version is None else stored.asked_at,
        stored_at=stored.computed_at if is_current else None,
        has_old_names=has_old_names,
    )
