"""The names that somebody asked a steward for, and nobody has answered: what rows wait for."""

from __future__ import annotations

from pledges.models import NameRequest
from pledges.values.name_folding import fold_name, without_footnotes

Asked = dict[tuple[str, str], str]


def fold_asked(words: str) -> str:
    """How words that are asked about are compared."""
    return fold_name(without_footnotes(words))


def load_asked() -> Asked:
    """Who asked for a name of a kind, and when, by the folded words."""
    found = NameRequest.objects.filter(answered_at=None).order_by("pk")
    told = found.values_list("kind", "folded", "asked_by__username", "asked_at")
    return {(kind, folded): f"{name} asked on {at:%d %b %Y}" for kind, folded, name, at in told}
