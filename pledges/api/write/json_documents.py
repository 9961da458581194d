"""Reads the JSON of a request: strictly, with the place of every fault, and numbers as they are written."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest

from pledges.answers.filters import Problem
from pledges.api.api_refusals import ApiRefusal

LARGEST_BODY = 8 * 1024 * 1024
DEEPEST = 8
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
MOST_SAID = 100
"""Faults that one answer lists."""


class NumberText(str):
    """A number of JSON as it is written: `0.10` stays so, and 30 digits stay 30 digits."""

    __slots__ = ()


class FaultyJsonError(ValueError):
    """JSON that says something that JSON cannot say, or says it twice."""


def read_document(request: HttpRequest) -> Any:
    """The JSON document of a request; an empty body is an empty object.

    :raises ApiRefusal: it is no JSON, too large, too deep, or holds characters that nothing can keep.
    """
    raw = read_body(request)
    if not raw.strip():
        return {}
    require_json(request)
    try:
        document = json.loads(
            raw.decode("utf-8"),
            parse_int=NumberText,
            parse_float=NumberText,
            parse_constant=refuse_constant,
            object_pairs_hook=once_each,
        )
    except UnicodeDecodeError as error:
        raise bad_json(f"byte {error.start} is not UTF-8", "text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise bad_json(f"line {error.lineno}, column {error.colno}: {error.msg}", "a JSON object") from error
    except FaultyJsonError as error:
        raise bad_json(str(error), "plain JSON as of RFC 8259") from error
    except RecursionError as error:
        raise too_deep("") from error
    require_storable(document, "", 1)
    return document


def read_body(request: HttpRequest) -> bytes:
    """The body, of which no more is read than is allowed.

    :raises ApiRefusal: it is larger, or comes in pieces without its length, which WSGI does not hand on.
    """
    stored: bytes | None = getattr(request, "api_body", None)
    if stored is None:
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            problem = Problem("/headers/Content-Length", "required", "its length is missing", "Send Content-Length.")
            raise ApiRefusal(411, "length_required", "The body has to say how long it is.", errors=[problem])
        stored = request.read(LARGEST_BODY + 1)
        request.api_body = stored  # type: ignore[attr-defined]  # ours
    if len(stored) > LARGEST_BODY:
        hint = f"Up to {LARGEST_BODY // 1024 // 1024} MB; larger ones in several change sets."
        problem = Problem("", "too_large", "the body is too large", hint)
        raise ApiRefusal(413, "too_large", "The body of the request is too large.", errors=[problem])
    return stored


def require_json(request: HttpRequest) -> None:
    """Refuse a body in another form.

    :raises ApiRefusal: it says that it is no JSON, or that it is packed.
    """
    form = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    packed = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    if form != "application/json" or packed != "identity":
        said = "/headers/Content-Encoding" if form == "application/json" else "/headers/Content-Type"
        problem = Problem(
            said, "unsupported_media_type", "the body is not plain JSON", "Content-Type: application/json"
        )
        raise ApiRefusal(
            415,
            "unsupported_media_type",
            "Writes take JSON.",
            errors=[problem],
            headers={"Accept": "application/json"},
        )


def refuse_constant(word: str) -> NoReturn:
    """Refuse what some writers take for JSON.

    :raises FaultyJsonError: always.
    """
    raise FaultyJsonError(f"{word} is no JSON; unknown numbers are left out, or stated in words")


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, each name of which stands in it once.

    :raises FaultyJsonError: a name stands twice, so that readers differ about what is meant.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FaultyJsonError(f"the name “{printable(twice)}” stands twice in one object")
    return found


def require_storable(value: Any, at: str, depth: int) -> None:
    """Refuse what is nested deeper than anything here, and characters that the database cannot hold.

    :raises ApiRefusal: names the place.
    """
    if depth > DEEPEST:
        raise too_deep(at)
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise bad_json(
                f"the text at {at or 'the top'} holds a NUL character or half of a surrogate pair", "plain text", at
            )
    elif isinstance(value, dict):
        for name, part in value.items():
            require_storable(name, at, depth)
            require_storable(part, f"{at}/{escape_pointer(name)}", depth + 1)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            require_storable(part, f"{at}/{index}", depth + 1)


def escape_pointer(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def printable(text: str) -> str:
    """Text cut short, with a mark for each character that an answer cannot hold."""
    return UNSTORABLE.sub("\ufffd", text)[:100]


def bad_json(words: str, hint: str, at: str = "") -> ApiRefusal:
    """The refusal of a body that cannot be read."""
    problem = Problem(at, "invalid_json", words, hint)
    return ApiRefusal(400, "invalid_json", f"The body cannot be read: {words}.", errors=[problem])


def too_deep(at: str) -> ApiRefusal:
    return bad_json("it is nested too deep", f"at most {DEEPEST} levels", at)
