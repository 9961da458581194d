"""How one parameter of a request is read, described and refused."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from pledges.answers.filters.parameter_problems import BadParametersError, Problem, advice, pointer

Values = dict[str, Any]

MOST_CHOICES = 40
"""So many values of a closed vocabulary are all named in a hint, as all orders are."""


class Query(Protocol):
    """The query of a request: Django's QueryDict, or anything that lists its names and values."""

    def getlist(self, key: str, /) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


class RefusedError(ValueError):
    """A value that a parameter does not take; the hint says what it takes, and `nearest` which of it comes close."""

    def __init__(self, message: str, *, code: str = "invalid_value", hint: str = "", nearest: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: how to read one value, and its description for the schema.

    `many` ones may be repeated, those with `commas` also within one value. `known` returns those of the values that
    exist, `names` all that exist; they are asked for a value that is a name of the catalogue.
    """

    description: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False
    known: Callable[[list[str]], Collection[str]] | None = None
    names: Callable[[], Collection[str]] | None = None
    commas: bool = False


def read_parameters(query: Query, parameters: Mapping[str, Parameter]) -> Values:
    """The value of every parameter: a tuple where it may be repeated, else None where it is missing.

    :raises BadParametersError: with every unknown name and every value that cannot be read.
    """
    problems = [unknown_parameter(name, parameters) for name in query if name not in parameters]
    values: Values = {}
    for name, parameter in parameters.items():
        try:
            values[name] = read_parameter(name, query.getlist(name), parameter)
        except BadParametersError as error:
            problems += error.problems
    if problems:
        raise BadParametersError(problems)
    return values


def read_parameter(name: str, given: list[str], parameter: Parameter) -> Any:
    """The value or values of one parameter; an empty one counts as missing."""
    if parameter.commas:
        given = [part for value in given for part in value.split(",")]
    given = [value.strip() for value in given if value.strip()]
    if not parameter.many and len(given) > 1:
        message = f"{name} is given {len(given)} times."
        raise BadParametersError([Problem(pointer(name), "repeated", message, "Give it once.")])
    problems, values = [], []
    for value in given:
        try:
            values.append(parameter.read(value))
        except RefusedError as refused:
            words = f"{name}: {refused}"
            problems.append(Problem(pointer(name), refused.code, words, refused.hint, value, refused.nearest))
    if parameter.known is not None and values:
        problems += unknown_names(name, values, parameter)
    if problems:
        raise BadParametersError(problems)
    if parameter.many:
        return tuple(dict.fromkeys(values))
    return values[0] if values else None


def unknown_parameter(name: str, parameters: Mapping[str, Parameter]) -> Problem:
    message = f"There is no parameter {name!r} here."
    hint, near = advice(name, parameters, shown=30)
    return Problem(pointer(name), "unknown_parameter", message, hint, given=name, nearest=near)


def unknown_names(name: str, values: list[str], parameter: Parameter) -> list[Problem]:
    known = parameter.known(values) if parameter.known else values
    missing = [value for value in values if value not in known]
    if not missing:
        return []
    names = parameter.names() if parameter.names else ()
    problems = []
    for value in missing:
        hint, near = advice(value, names)
        message = f"{name}: there is no {value!r}."
        problems.append(Problem(pointer(name), "unknown_value", message, hint, given=value, nearest=near))
    return problems


def text(value: str) -> str:
    if "\x00" in value:
        raise RefusedError("a NUL character is no text.", hint="Leave it out.")
    return value


DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(value: str) -> date:
    """Read an ISO date, in its long form."""
    try:
        if not DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise RefusedError(f"{value!r} is no date.", hint="A day as YYYY-MM-DD, for example 2024-02-14.") from None


LARGEST = Decimal(10) ** 18
"""More than any figure here; a number of thousands of digits would only keep the database busy."""
SMALLEST = Decimal(10) ** -18


def number(value: str) -> Decimal:
    """Read a number of zero or more; what is nearer to zero than any figure counts as the smallest."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= LARGEST:
        raise RefusedError(
            f"{shorten_value(value)!r} is no number of zero or more.", hint="For example 4 or 13.5. At most 1e18."
        )
    return max(found, SMALLEST) if found else found


def shorten_value(value: str) -> str:
    return value if len(value) <= LONGEST_REPEATED else f"{value[:LONGEST_REPEATED]}…"


LONGEST_REPEATED = 100


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > 9 or not low <= int(value) <= high:
            raise RefusedError(
                f"{value!r} is not within {low} to {high}.", hint=f"A whole number from {low} to {high}."
            )
        return int(value)

    return read


FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}


def flag(value: str) -> bool:
    if value.casefold() not in FLAGS:
        raise RefusedError(f"{value!r} is neither true nor false.", hint="true or false")
    return FLAGS[value.casefold()]


def one_of(choices: Collection[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            hint, near = advice(value, choices, shown=MOST_CHOICES)
            raise RefusedError(f"{value!r} is not a valid value.", code="unknown_value", hint=hint, nearest=near)
        return value

    return read


def choice(description: str, choices: Collection[str], *, many: bool = True) -> Parameter:
    return Parameter(description, one_of(choices), {"type": "string", "enum": list(choices)}, many=many)


def day_parameter(description: str) -> Parameter:
    return Parameter(description, day, {"type": "string", "format": "date"})


def paths_parameter(description: str, paths: Collection[str]) -> Parameter:
    """A parameter that takes several of a closed list, separated by commas."""
    return Parameter(description, one_of(paths), {"type": "string", "enum": list(paths)}, many=True, commas=True)


def order_parameter(*names: str, default: str = "", words: str = "") -> dict[str, Parameter]:
    """The parameter that orders a list; the first name is the order unless asked otherwise."""
    signed = [f"{sign}{name}" for name in names for sign in ("", "-")]
    schema = {"type": "string", "enum": signed, "default": default or names[0]}
    about = f"What to order by, with a minus for the reverse. {words}".strip()
    return {"order": Parameter(about, one_of(signed), schema)}


def whole_parameter(description: str, low: int, high: int, *, many: bool = False) -> Parameter:
    """A parameter that takes whole numbers within bounds."""
    return Parameter(description, whole(low, high), {"type": "integer", "minimum": low, "maximum": high}, many=many)


def number_parameter(description: str) -> Parameter:
    return Parameter(description, number, {"type": "number", "minimum": 0, "maximum": 1e18})


def flag_parameter(description: str) -> Parameter:
    return Parameter(description, flag, {"type": "boolean"})
