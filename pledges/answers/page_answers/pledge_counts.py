"""How many pledges of which sort there are among those a page is about, however many it lists."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.answers import AsOf, PledgeFilters
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.values.choices import StatusWord


@dataclass(frozen=True, slots=True)
class PledgeCounts:
    """Numbers of pledges. `statuses` are of those that count, by word; `donors` take part in one of these."""

    total: int
    counted: int
    restated: int
    signalled: int
    donors: int
    statuses: dict[str, int]

    @property
    def not_counted(self) -> int:
        return self.total - self.counted

    @property
    def fulfilled(self) -> int:
        return self.statuses.get(StatusWord.DELIVERED, 0)

    @property
    def status_words(self) -> list[tuple[str, str, int]]:
        """Value, label and number of the states that occur, least advanced first."""
        return [
            (word.value, str(word.label), self.statuses[word.value])
            for word in StatusWord
            if word.value in self.statuses
        ]


COUNTED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT status, counted, restating, count(*), (
        SELECT count(DISTINCT tp.donor_id) FROM chosen AS c JOIN pledges_termsparty AS tp ON tp.terms_id = c.terms_id
        WHERE c.counted)
    FROM chosen GROUP BY status, counted, restating
"""


def of_system(slug: str, *, aid_type: str) -> PledgeFilters:
    return PledgeFilters(systems=(slug,), aid_types=(aid_type,))


def made_at(slug: str, *, aid_type: str) -> PledgeFilters:
    """What finds the pledges that the page of a meeting lists and counts."""
    return PledgeFilters(meetings=(slug,), aid_types=(aid_type,))


def pledge_counts(as_of: AsOf, filters: PledgeFilters) -> PledgeCounts:
    """The numbers of the chosen pledges; what holds for a moment is counted once."""
    return cache_for_moment(as_of, lambda: count_chosen_pledges(as_of, filters), "counts", filters)


def count_chosen_pledges(as_of: AsOf, filters: PledgeFilters) -> PledgeCounts:
    selected = "st.terms_id, st.status, st.counted, st.restates_id IS NOT NULL AS restating"
    chosen, params = query_pledges(as_of, filters, selected=selected)
    rows = fetch(COUNTED.format(chosen=chosen), params)
    statuses: dict[str, int] = {}
    for status, is_counted, _restating, number, _donors in rows:
        if is_counted:
            statuses[status] = statuses.get(status, 0) + number
    return PledgeCounts(
        total=sum(row[3] for row in rows),
        counted=sum(row[3] for row in rows if row[1]),
        restated=sum(row[3] for row in rows if row[2]),
        signalled=sum(row[3] for row in rows if row[0] == StatusWord.SIGNALLED),
        donors=rows[0][4] if rows else 0,
        statuses=statuses,
    )
