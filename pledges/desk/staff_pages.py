"""What every staff page shares: who may see it, the frame around it, and refusals said on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from pledges.access.broker_health import broker_answers
from pledges.access.notices import ANSWERING
from pledges.access.sign_in_sessions import FACTOR, factor_due_at, is_waived
from pledges.access.staff_accounts import ROLES_IN_ADMIN_SITE
from pledges.desk.kept_posts import answer_logged_out, is_background
from pledges.ledger import Refusal
from pledges.models import ChangeSet, NameRequest, User
from pledges.values.choices import ChangeSetState, Role

View = Callable[..., HttpResponseBase]

LATER = "second_factor_later"
"""What a session keeps of somebody who does not want to be asked for a second factor now."""

NAVIGATION = (
    ("changeset_list", "Change sets", ("changesets", "meetings", "record")),
    ("review_list", "Review", ("review",)),
    ("drafting_list", "Draft", ("drafting",)),
    ("import_new", "Import", ("import",)),
    ("reconciliation_list", "Reconcile", ("reconcile",)),
    ("staff_search", "Search", ("search",)),
)


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An item of the staff navigation, with the number of things that wait there."""

    label: str
    href: str
    current: str = ""
    waiting: int = 0


def user_of(request: HttpRequest) -> User:
    """The account that a staff page was checked for."""
    return cast(User, request.user)


def staff_view(
    role: Role = Role.DRAFTER, *, methods: tuple[str, ...] = ("GET", "POST"), also: tuple[Role, ...] = ()
) -> Callable[[View], View]:
    """Let only accounts of a role see a page, or of roles beside it; say refusals on the page that the view names.

    A refused POST goes back to the change set it is about, with everything that stands in the way.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def check_and_answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if request.method == "POST" or is_background(request):
                    return answer_logged_out(request)
                return redirect_to_login(request.get_full_path())
            if not any(user_of(request).may(one) for one in (role, *also)):
                return forbidden(request, role)
            if request.method not in (*methods, "HEAD"):
                return not_allowed(request, methods)
            try:
                response = view(request, *args, **kwargs)
            except Refusal as refusal:
                say_refusal(request, refusal)
                response = redirect(
                    reverse("changeset_detail", args=[kwargs["pk"]]) if "pk" in kwargs else request.path
                )
            patch_cache_control(response, no_store=True, private=True)
            return response

        return check_and_answer

    return decorate


def say_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Keep a refusal with its reasons for the next page: one line each."""
    words = str(refusal)
    messages.error(request, "\n".join([words[:1].upper() + words[1:], *refusal.reasons]))


def forbidden(request: HttpRequest, role: Role) -> HttpResponse:
    """Say which role a page needs."""
    return staff_page(request, "staff/forbidden.html", status=403, needed=role.label, role=user_of(request).role)


def not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """Say that this address is only for forms."""
    response = staff_page(request, "staff/wrong_method.html", status=405)
    response["Allow"] = ", ".join(methods)
    return response


def staff_page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a staff page inside the frame of the site."""
    frame = {
        "chrome": {"nav": navigation(request), "broker_down": not broker_answers()},
        "staff": user_of(request),
        "ask_factor_until": asks_for_factor(request),
    }
    return render(request, template, {**context, **frame}, status=status)


def asks_for_factor(request: HttpRequest) -> str:
    """Until when a second factor is asked for only, where the page should ask for it; else nothing."""
    if not settings.SECOND_FACTOR_GRACE_DAYS or not request.user.is_authenticated or request.session.get(LATER):
        return ""
    now, user = timezone.now(), user_of(request)
    if not is_waived(user, now=now) or request.session.get(FACTOR, True):
        return ""
    due = factor_due_at(user, now=now)
    return f"{due.day} {due:%b %Y}"


def navigation(request: HttpRequest) -> list[NavigationItem]:
    """The staff navigation, with how many change sets wait for review."""
    if not request.user.is_authenticated:
        return []
    user = user_of(request)
    items = []
    if user.may(Role.DRAFTER):
        section = request.path.removeprefix(reverse("staff_home")).split("/")[0] or "changesets"
        waiting = ChangeSet.objects.filter(state=ChangeSetState.SUBMITTED).count()
        for name, label, sections in NAVIGATION:
            path = reverse(name)
            current = "page" if request.path == path else "true" if section in sections else ""
            items.append(NavigationItem(_(label), path, current, waiting if name == "review_list" else 0))
    if user.may(Role.DRAFTER) or user.role in ANSWERING:
        path = reverse("name_requests")
        asked = NameRequest.objects.filter(answered_at=None).count() if user.role in ANSWERING else 0
        items.append(NavigationItem(_("Names"), path, "page" if request.path == path else "", asked))
    if user.role in ROLES_IN_ADMIN_SITE:
        items.append(NavigationItem(_("Catalogue"), reverse("admin:index")))
    return items
