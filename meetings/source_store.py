"""The publication that a row of a file or of a form cites."""

from __future__ import annotations

from collections.abc import Mapping

from meetings.models import Source
from meetings.source_addresses import clean_address

MOST_OF_A_TITLE = 500


def source_of(row: Mapping[str, str]) -> Source | None:
    return required_source(row) if row.get("source_title") or row.get("source_url") else None


def required_source(row: Mapping[str, str]) -> Source:
    """The source that a row cites, creating it once; its address stands for a title that is missing.

    Of records that differ in grade alone it is the last: the others were corrected.
    """
    named = {
        "url": clean_address(row.get("source_url", "")),
        "title": row.get("source_title") or row["source_url"][:MOST_OF_A_TITLE],
        "publisher": row.get("source_publisher", ""),
        "published": row.get("source_published") or None,
    }
    found = Source.objects.filter(**named).order_by("-pk").first()
    return found or Source.objects.create(**named, grade=row.get("source_grade") or "unverified")


class CitedSources:
    """The sources that the rows of one load cite, each found or made once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, ...], Source] = {}

    def source_of(self, row: Mapping[str, str]) -> Source | None:
        return self.required_source(row) if row.get("source_title") or row.get("source_url") else None

    def required_source(self, row: Mapping[str, str]) -> Source:
        cited = tuple(row.get(f"source_{name}", "") for name in ("url", "title", "publisher", "published", "grade"))
        if cited not in self.known:
            self.known[cited] = required_source(row)
        return self.known[cited]
