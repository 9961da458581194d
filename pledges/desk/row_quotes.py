"""The quotes of rows in their context, before anything is published: looked up in the copies that the rows name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pledges.intake.row_columns import COPY_COLUMN
from pledges.intake.row_payload import flat
from pledges.models import ChangeSetRow, KeptCopy
from pledges.models.kept_copies import CONTEXT
from pledges.values.choices import CopyState, QuoteState
from pledges.values.quote_places import SearchedText

QuoteInCopy = Mapping[str, str]
"""What the copy of a row says of its quote, under the names of `fields/quote_fields.py`."""


def quotes_of_rows(rows: Iterable[ChangeSetRow]) -> dict[int, QuoteInCopy]:
    """What the copies of rows say of their quotes, by the key of the row; one query for all."""
    cells = {row.pk: flat(row.payload) for row in rows}
    quoting = {key: one for key, one in cells.items() if str(one.get("quote", "")).strip()}
    hashes = {str(one[COPY_COLUMN]) for one in quoting.values() if one.get(COPY_COLUMN)}
    copies = {copy.sha256: copy for copy in KeptCopy.objects.filter(sha256__in=hashes)} if hashes else {}
    read = {key: SearchedText(copy.text) for key, copy in copies.items() if copy.state == CopyState.READ}
    found = {}
    for key, one in quoting.items():
        copy = copies.get(str(one.get(COPY_COLUMN, "")))
        found[key] = find_quote(str(one["quote"]), copy, read.get(copy.sha256) if copy else None)
    return found


def find_quote(quote: str, copy: KeptCopy | None, searched: SearchedText | None) -> QuoteInCopy:
    if copy is None:
        return {"state": QuoteState.NO_COPY.value}
    said = {"sha256": copy.sha256, "archive_url": copy.archive_url}
    if searched is None:
        return {**said, "state": QuoteState.UNREAD.value}
    place = searched.find(quote)
    if place is None:
        return {**said, "state": QuoteState.NOT_FOUND.value}
    text = searched.text
    return {
        **said,
        "state": QuoteState.KEPT.value,
        "before": text[max(0, place.start - CONTEXT) : place.start],
        "exact": text[place.start : place.end],
        "after": text[place.end : place.end + CONTEXT],
    }
