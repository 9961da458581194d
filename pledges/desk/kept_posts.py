"""A form that could not be taken is kept: the page that answers holds its fields and offers them again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from pledges.desk.grid_columns import GRID, read_rows

Fields = list[tuple[str, str]]

LEFT_OUT = {"csrfmiddlewaretoken", "password", "kept", "kept_path"}
LOGGED_OUT = "Your session has ended. Log in here: your rows are kept, and saving goes on."
OTHER_TOKEN = "The form was opened before you logged in again, so it was not taken yet. Nothing of it is lost."  # noqa: S105 - words, no secret


@dataclass(frozen=True, slots=True)
class KeptPost:
    """The fields of a form, and the address that it was for."""

    path: str
    fields: Fields

    @property
    def as_text(self) -> str:
        return json.dumps(self.fields)

    @property
    def grid_rows(self) -> list[list[tuple[str, str]]]:
        """The rows of a grid that were typed in, as headings and cells, to look at."""
        posted = QueryDict(mutable=True)
        for name, value in self.fields:
            posted.appendlist(name, value)
        shown = [
            [(column.label, row.cells[column.name]) for column in GRID if row.cells[column.name].strip()]
            for row in read_rows(posted)
            if row.is_touched
        ]
        return [cells for cells in shown if cells]


def is_background(request: HttpRequest) -> bool:
    """Whether a script of a page asks, which would take another page for an answer."""
    return request.headers.get("HX-Request") == "true" or request.headers.get("X-Requested-With") == "fetch"


def kept_of(request: HttpRequest) -> KeptPost:
    """What a request has posted, without what must not stand in a page."""
    fields = [(name, str(value)) for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    return KeptPost(request.get_full_path(), fields)


def kept_at_login(request: HttpRequest) -> KeptPost | None:
    """What the login form carries along from a post before it; nothing where it is for no page of staff."""
    path = request.POST.get("kept_path", "")
    if not keeps(path):
        return None
    try:
        stated = json.loads(request.POST.get("kept", ""))
    except ValueError:
        return None
    if not isinstance(stated, list) or not all(is_field(one) for one in stated):
        return None
    return KeptPost(path, [(name, value) for name, value in stated if name not in LEFT_OUT])


def is_field(stated: object) -> bool:
    return isinstance(stated, list) and len(stated) == 2 and all(isinstance(part, str) for part in stated)


def answer_logged_out(request: HttpRequest) -> HttpResponse:
    """Say 401 to a script; show the login form with what was posted in it to a person."""
    if is_background(request):
        answer = HttpResponse(LOGGED_OUT, status=401, content_type="text/plain; charset=utf-8")
    else:
        # A file cannot stand in a page: its form is opened anew.
        posted = request.method == "POST" and not request.FILES
        kept, following = (kept_of(request), "") if posted else (None, request.get_full_path())
        context = {"form": AuthenticationForm(request), "next": following, "kept": kept, "chrome": {"nav": []}}
        answer = render(request, "staff/login.html", context, status=401)
    # RFC 9110 wants a scheme beside 401; browsers leave one that they do not know to the page.
    answer["WWW-Authenticate"] = 'Session realm="Ramstein staff"'
    patch_cache_control(answer, no_store=True, private=True)
    return answer


def offer_again(request: HttpRequest, kept: KeptPost, reasons: Sequence[str], *, status: int) -> HttpResponse:
    """The page that says why a form was not taken, and holds its fields for another try."""
    context = {"kept": kept, "reasons": reasons, "chrome": {"nav": []}}
    answer = render(request, "staff/kept_post.html", context, status=status)
    patch_cache_control(answer, no_store=True, private=True)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: after a new login in another tab its rows are offered again.

    What another site sent is not: a click there must not become a click here.
    """
    if is_background(request):
        return HttpResponse(OTHER_TOKEN, status=403, content_type="text/plain; charset=utf-8")
    kept = kept_of(request)
    if not is_from_here(request) or not keeps(kept.path) or request.FILES:
        context = {"reason": reason, "chrome": {"nav": []}, "login": kept.path.startswith(reverse("login"))}
        return render(request, "staff/wrong_token.html", context, status=403)
    if not request.user.is_authenticated:
        return answer_logged_out(request)
    return offer_again(request, kept, [OTHER_TOKEN], status=403)


def keeps(path: str) -> bool:
    """Whether the forms at an address are kept: those of staff, without the ones that hold a password."""
    closed = tuple(reverse(name) for name in ("login", "logout", "own_account", "password_forgotten"))
    return path.startswith(reverse("staff_home")) and not path.startswith((*closed, f"{reverse('staff_home')}welcome/"))


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return (
        origin in {own, *settings.CSRF_TRUSTED_ORIGINS}
        if origin
        else (request.headers.get("Sec-Fetch-Site") == "same-origin")
    )
