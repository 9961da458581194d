"""What the newest kept copy of a source says of the words quoted from it; reads `fact`."""

from pledges.answers.fields.field_tree import Component, Group, Leaf, Tree, Type
from pledges.answers.figure_values import KeptQuote
from pledges.values.choices import QuoteState

JOIN_KEPT = """
    LEFT JOIN LATERAL (
        SELECT copy.sha256, copy.archive_url, anchor.id AS anchor_id, anchor.start, anchor.prefix, anchor.exact,
            anchor.suffix
        FROM (
            SELECT given.copy_id FROM pledges_sourcecopy AS given WHERE given.source_id = fact.source_id
            ORDER BY given.id DESC LIMIT 1
        ) AS newest
        JOIN pledges_keptcopy AS copy ON copy.id = newest.copy_id
        LEFT JOIN pledges_quoteanchor AS anchor ON anchor.copy_id = newest.copy_id
            AND (anchor.version_id, anchor.position) = (fact.version_id, fact.position)
    ) AS kept ON true
"""

STATE = """CASE WHEN fact.quote = '' THEN NULL WHEN kept.sha256 IS NULL THEN 'no_copy'
    WHEN kept.start IS NOT NULL THEN 'kept' WHEN kept.anchor_id IS NOT NULL THEN 'not_found' ELSE 'unread' END"""


def context(column: str, help: str) -> Leaf:
    """Words of the kept text; only where the quote was found in it."""
    return Leaf(f"CASE WHEN kept.start IS NOT NULL THEN kept.{column} END", Type.TEXT, null=True, help=help)


KEPT: Tree = {
    "state": Leaf(
        STATE, null=True, help="Whether the quoted words stand in it; null where none are quoted", vocabulary=QuoteState
    ),
    "sha256": Leaf("kept.sha256", null=True, help="SHA-256 of the copy, as it was stored; null where none is kept"),
    "archive_url": Leaf(
        "nullif(kept.archive_url, '')", Type.TEXT, null=True, help="Address of the page in a public archive"
    ),
    "before": context("prefix", "Up to 120 characters that stand before the quoted words"),
    "exact": context("exact", "The quoted words as they stand in the copy"),
    "after": context("suffix", "Up to 120 characters that stand after the quoted words"),
}
KEPT_QUOTE = Group(
    KEPT,
    help="What the kept copy of the source says of the quoted words",
    kind=KeptQuote,
    component=Component("KeptQuote", "Where quoted words stand in the kept copy of their source"),
)
