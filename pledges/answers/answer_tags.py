"""ETags: of content, and of everything that an answer depends on before it is made."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from pledges.answers.as_of import AsOf
from pledges.release import release
from pledges.values.methods_version import METHODS_VERSION


def digest_parts(*parts: object) -> str:
    """A mark of values that are told apart by how Python writes them."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=15).hexdigest()


def tag_answer(prefix: str, request: HttpRequest, as_of: AsOf, *further: object) -> str:
    """The strong ETag of what is answered at a moment to a request; `further` is what else the bytes depend on."""
    moment = (as_of.version, as_of.catalogue, as_of.valid_at, as_of.known_at)
    address = (request.get_full_path(), request.get_host(), request.scheme)
    return f'"{prefix}{digest_parts(moment, address, release(), METHODS_VERSION, *further)}"'


def tag_content(content: bytes) -> str:
    """The strong ETag of bytes that are made already."""
    return f'"{hashlib.blake2b(content, digest_size=15).hexdigest()}"'


def answer_unless_held(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response under its ETag, which is that of its content where it has none; 304 where the client holds it."""
    if "ETag" not in response:
        response["ETag"] = tag_content(response.content)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
