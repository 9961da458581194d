"""Addresses that could not be understood, with the words put in that were probably meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from pledges.answers.filters import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake on a page: the question leads to where its answer is yes, and the rest of the hint stands behind it."""

    message: str
    question: str
    href: str
    hint: str


def renamed_address(request: HttpRequest, names: Mapping[str, str]) -> str:
    """The address with parameters under the names that they have now; nothing where none has an old one."""
    if not names.keys() & set(request.GET):
        return ""
    pairs = [(names.get(name, name), value) for name, values in request.GET.lists() for value in values]
    return f"{request.path}?{urlencode(pairs)}"


def mistakes(request: HttpRequest, problems: Sequence[Problem]) -> list[Mistake]:
    """Every mistake of an address with the address that has only this one put right."""
    return [find_mistake(request, problem) for problem in problems]


def find_mistake(request: HttpRequest, problem: Problem) -> Mistake:
    """One mistake; without a link where nothing comes close, or what comes close is there already."""
    question = did_you_mean(problem.nearest)
    query = mend_query(request.GET, problem)
    if query is None or not problem.hint.startswith(question):
        return Mistake(problem.message, "", "", problem.hint)
    rest = problem.hint.removeprefix(question).strip()
    return Mistake(problem.message, question, f"{request.path}?{query.urlencode()}", rest)


def all_mended(request: HttpRequest, problems: Sequence[Problem]) -> str:
    """The address with every mistake put right at once; nothing where there is only one, or one has to stay."""
    query: QueryDict | None = request.GET
    for problem in problems:
        query = mend_query(query, problem) if query is not None else None
    return f"{request.path}?{query.urlencode()}" if query is not None and len(problems) > 1 else ""


def mend_query(query: QueryDict, problem: Problem) -> QueryDict | None:
    """A query with the word that is wrong replaced by the nearest one, everything else as it was."""
    right = problem.nearest
    if not right:
        return None
    of_name = problem.code == "unknown_parameter"
    if of_name and right in query:
        return None
    result = QueryDict(mutable=True)
    for name, values in query.lists():
        if of_name:
            result.setlist(right if name == problem.given else name, values)
        elif problem.pointer.endswith(f"/{name}"):
            result.setlist(name, [with_word(value, problem.given, right) for value in values])
        else:
            result.setlist(name, values)
    return result


def with_word(value: str, given: str, right: str) -> str:
    """A value with one of its words, which commas may part, replaced."""
    if value.strip() == given:
        return right
    return ",".join(right if part.strip() == given else part for part in value.split(","))
