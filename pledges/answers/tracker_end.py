"""Up to which day the Kiel tracker was read: what came later is known from other sources, and less evenly."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Max

from meetings.models.sources import source_words
from pledges.answers.as_of import AsOf
from pledges.answers.cited_sources import cited_sources
from pledges.answers.shared_cache import cache_for_moment

TRACKER = SearchQuery("kiel & ukraine & support & tracker", search_type="raw", config="simple")


def kiel_end(as_of: AsOf) -> date | None:
    """The day of the newest release that the moment cites; None where it cites none."""
    (found,) = cache_for_moment(as_of, lambda: (read_kiel_end(as_of),), "kiel end")
    return found


def read_kiel_end(as_of: AsOf) -> date | None:
    releases = cited_sources(as_of).alias(words=source_words()).filter(words=TRACKER)
    found: date | None = releases.aggregate(last=Max("published"))["last"]
    return found
