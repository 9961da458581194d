"""Words that come again and again on pages: written once for each language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

KEPT = 8192
"""So many values of each sort are kept as they are written."""

P = ParamSpec("P")
T = TypeVar("T")


def write_once(write: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function writes of the same arguments, in each language by itself."""

    @lru_cache(maxsize=KEPT)
    def write_in(_language: str | None, *args: P.args, **kwargs: P.kwargs) -> T:
        return write(*args, **kwargs)

    @wraps(write)
    def in_language(*args: P.args, **kwargs: P.kwargs) -> T:
        return write_in(get_language(), *args, **kwargs)  # type: ignore[arg-type]  # what is written of can be hashed

    return in_language
