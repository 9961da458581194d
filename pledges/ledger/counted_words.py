"""How many of something there are, in words."""

from __future__ import annotations


def count_in_words(count: int, one: str, several: str = "") -> str:
    """A number with its noun, which has an s for several unless another form is given."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
