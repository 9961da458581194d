"""`Idempotency-Key` in requests (draft-ietf-httpapi-idempotency-key-header), and the answer that repetitions get."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pledges.access.stored_answers import KeyReusedError, UnderWayError, claim_key, give_back_key, keep_answer
from pledges.answers.filters import Problem
from pledges.api.api_refusals import ApiRefusal
from pledges.api.write.json_documents import read_body
from pledges.models import StoredAnswer, User

KEY = re.compile(r'"[!-~]{1,255}"|[!#-~][!-~]{0,254}')
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
RETRY_AFTER_S = 5


def idempotency_key(request: HttpRequest) -> str:
    """The key of a request, nothing where it has none; quotes around it, as in the draft, belong to no key.

    :raises ApiRefusal: it is no key.
    """
    stated = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if stated is None:
        return ""
    key = str(stated).strip()
    if not KEY.fullmatch(key):
        hint = "1 to 255 visible ASCII characters; a UUID for each write does well."
        raise refusal(400, "invalid_idempotency_key", "this cannot be a key", hint)
    return key[1:-1] if key[0] == '"' else key


def earlier_answer(request: HttpRequest, *, owner: User, key: str, now: datetime) -> HttpResponse | None:
    """The stored answer to the same request; None where this one is the first, which then holds the key.

    :raises ApiRefusal: the key stands for another request, or the first one is still at work.
    """
    kept = timedelta(hours=settings.IDEMPOTENCY_KEPT_HOURS)
    try:
        stored = claim_key(owner=owner, key=key, request_digest=request_digest(request), now=now, kept=kept)
    except KeyReusedError as error:
        words = "this key was used for another request"
        raise refusal(422, "idempotency_key_reused", words, "Take a new key for each write.") from error
    except UnderWayError as error:
        words = "the first request with this key is still at work"
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        raise refusal(409, "request_under_way", words, "Send it again in a moment.", headers) from error
    return None if stored is None else replay_answer(stored)


def keep(*, owner: User, key: str, response: HttpResponse) -> None:
    """Store the answer of this transaction under its key; one that wrote nothing gives the key back."""
    if response.status_code >= 400:
        give_back_key(owner=owner, key=key)
        return
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    keep_answer(owner=owner, key=key, status=response.status_code, headers=headers, body=response.content)


def replay_answer(stored: StoredAnswer) -> HttpResponse:
    response = HttpResponse(bytes(stored.body), status=stored.status)
    for name, value in stored.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def request_digest(request: HttpRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode() + read_body(request)
    return hashlib.sha256(asked).hexdigest()


def refusal(status: int, code: str, words: str, hint: str, headers: dict[str, str] | None = None) -> ApiRefusal:
    problem = Problem("/headers/Idempotency-Key", code, words, hint)
    return ApiRefusal(status, code, f"{words[:1].upper()}{words[1:]}.", errors=[problem], headers=headers)
