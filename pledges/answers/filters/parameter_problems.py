"""What is wrong with the parameters of a request: all of it at once, each with what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pledges.values.nearest_word import nearest_word


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where, which kind, in words, and what would be right.

    `given` is the word of the address that is wrong, and `nearest` the one that comes close to it, where there is one.
    """

    pointer: str
    code: str
    message: str
    hint: str = ""
    given: str = ""
    nearest: str = ""


class BadParametersError(ValueError):
    """The parameters of a request that cannot be understood."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def pointer(name: str) -> str:
    """Where a parameter stands in the request."""
    return f"/query/{name}"


def in_order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (name.startswith("-"), name))


def did_you_mean(name: str) -> str:
    """The question that a hint begins with where a name comes close."""
    return f"Did you mean {name}?"


class Advice(NamedTuple):
    """What would be right instead of a wrong word: a sentence, and the name that comes close, blank where none does."""

    hint: str
    nearest: str


def suggestion(value: str, names: Iterable[str], *, shown: int = 12) -> str:
    """The hint that names the nearest valid value, and all of them where they are few."""
    return advice(value, names, shown=shown).hint


def advice(value: str, names: Iterable[str], *, shown: int = 12) -> Advice:
    """What to say of a word that is none of the names; the names themselves where they are few."""
    choices = in_order(names)
    close = nearest_word(value, choices)
    parts = [did_you_mean(close)] if close else []
    if len(choices) <= shown:
        parts.append(f"Valid: {', '.join(choices)}." if choices else "There are none.")
    elif not close:
        parts.append(f"One of {len(choices)}, such as {', '.join(choices[:3])}.")
    return Advice(" ".join(parts), close)
