"""Refusals of the API that are no mistake in a parameter: who may, in which state, under which condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from pledges.answers.filters import Problem
from pledges.api.problem_responses import CONTENT_TYPE, errors_json

BEARER = 'Bearer realm="Ramstein"'


class ApiRefusal(Exception):  # noqa: N818 - the vocabulary of the ledger: it refuses
    """An answer of `application/problem+json`, ready but for the address; `members` stand beside the usual ones."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Iterable[Problem] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.members = tuple(errors), dict(headers or {}), members

    def answer(self, request: HttpRequest) -> HttpResponse:
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": request.get_full_path(),
            "code": self.code,
            "errors": errors_json(self.errors),
            **self.members,
        }
        response = HttpResponse(orjson.dumps(body), status=self.status, content_type=CONTENT_TYPE)
        response["Cache-Control"] = "no-store"
        for name, value in self.headers.items():
            response[name] = value
        return response


def no_token() -> ApiRefusal:
    hint = "Send the header “Authorization: Bearer …”; tokens are made at /staff/tokens/."
    return ApiRefusal(
        401,
        "token_needed",
        "This address needs a token.",
        errors=[Problem("/headers/Authorization", "token_needed", "there is no token", hint)],
        headers={"WWW-Authenticate": BEARER},
    )


def bad_token(words: str) -> ApiRefusal:
    hint = "Make a new one at /staff/tokens/, or leave the header out to read without a token."
    return ApiRefusal(
        401,
        "invalid_token",
        f"{words[:1].upper()}{words[1:]}.",
        errors=[Problem("/headers/Authorization", "invalid_token", words, hint)],
        headers={"WWW-Authenticate": f'{BEARER}, error="invalid_token", error_description="{words}"'},
    )


def scope_missing(scope: str, *, granted: Iterable[str]) -> ApiRefusal:
    """The refusal of a token that may less than its owner (RFC 6750)."""
    words = f"this token has the scopes {', '.join(granted)}; this needs the scope {scope}"
    hint = f"Make a token with the scope “{scope}” at /staff/tokens/."
    return ApiRefusal(
        403,
        "insufficient_scope",
        f"{words[:1].upper()}{words[1:]}.",
        errors=[Problem("/headers/Authorization", "insufficient_scope", words, hint)],
        headers={"WWW-Authenticate": f'{BEARER}, error="insufficient_scope", scope="{scope}"'},
        scope=str(scope),
    )


def too_many(*, retry_after: int, with_token: bool) -> ApiRefusal:
    """The refusal of a client that asks too often (RFC 6585)."""
    hint = f"Wait {retry_after} s." + ("" if with_token else " With a token the limit is higher.")
    return ApiRefusal(
        429,
        "rate_limited",
        f"Too many requests; the next one is answered in {retry_after} s.",
        errors=[Problem("", "rate_limited", "too many requests", hint)],
        headers={"Retry-After": str(retry_after)},
    )


def too_many_tokens(*, retry_after: int) -> ApiRefusal:
    """The refusal of an address that sent many tokens which give no access."""
    return ApiRefusal(
        429,
        "too_many_wrong_tokens",
        f"Too many tokens that give no access came from this address; try again in {retry_after} s.",
        errors=[Problem("/headers/Authorization", "too_many_wrong_tokens", "too many wrong tokens", "Use a good one.")],
        headers={"Retry-After": str(retry_after)},
    )
