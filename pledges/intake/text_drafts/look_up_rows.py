"""What the ledger says to drafted rows before anybody takes them: problems of their cells, possible duplicates.

The rows are planned as a change set of their own inside a transaction that is rolled back, so that they meet the same
planner and the same search for duplicates as every other row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pledges.intake.drafts import create_changeset
from pledges.intake.publish_preview import rolled_back
from pledges.intake.text_drafts.matching_pledges import cells_naming, load_matches, matches_of
from pledges.ledger import Json
from pledges.models import ChangeSet, DuplicateCandidate, User
from pledges.values.choices import Origin

MOST_PAIRS = 3
TITLE = "Rows of a text, looked up"


def look_up_rows(
    rows: Sequence[tuple[Mapping[str, str], Json]], *, author: User, today: date, now: datetime
) -> list[Json]:
    """What the ledger says to each row, of which cells and claim are given; writes nothing.

    `problems` of the planner, likely `duplicates`, and `matches` of donor and system, as screen and API show them.
    """
    if not rows:
        return []
    naming = [cells_naming(cells, claim) for cells, claim in rows]
    matches = load_matches(naming)
    with rolled_back():
        changeset = create_changeset(
            title=TITLE,
            origin=Origin.ENTRY,
            rows=[dict(cells) for cells, _ in rows],
            author=author,
            today=today,
            now=now,
        )
        plans = list(changeset.rows.order_by("position").values_list("pk", "plan"))
        pairs = pairs_of(changeset)
    return [
        {
            "problems": (plan or {}).get("problems", []),
            "duplicates": pairs.get(key, [])[:MOST_PAIRS],
            "matches": [one.to_json() for one in matches_of(cells, matches)],
        }
        for (key, plan), cells in zip(plans, naming, strict=True)
    ]


def pairs_of(changeset: ChangeSet) -> dict[int, list[Json]]:
    """The likeliest other statements of each row, with why."""
    candidates = DuplicateCandidate.objects.filter(changeset=changeset).exclude(other_row__changeset=changeset)
    loaded = candidates.select_related("other_pledge", "other_row").likeliest_first()
    pairs: dict[int, list[Json]] = {}
    for one in loaded:
        if one.row_id is not None:
            pairs.setdefault(one.row_id, []).append(pair_json(one))
    return pairs


def pair_json(one: DuplicateCandidate) -> Json:
    other = one.other_row
    return {
        "reference": one.other_pledge.reference if one.other_pledge else "",
        "changeset": other.changeset_id if other else None,
        "position": other.position if other else None,
        "score": one.score,
        "strong": one.strong,
        "reasons": one.reasons,
    }
