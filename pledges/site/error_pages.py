"""What the site says when something is not there, cannot be understood, or failed."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pledges.answers.database_failures import RETRY_AFTER_S, is_outage, lost_connection
from pledges.site.navigation import navigation


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"said": said, "chrome": {"nav": navigation(request)}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without asking the database, which may be what failed: Django calls this while it handles the error."""
    error = sys.exc_info()[1]
    if is_outage(error):
        return unavailable(request, error)
    return render(request, "500.html", {"chrome": {"nav": navigation(request)}}, status=500)


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Ask the reader to come back in a moment; a page that was only read asks again by itself."""
    reading = request.method in ("GET", "HEAD")
    context = {"reading": reading, "chrome": {"nav": navigation(request)}}
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    if reading:
        response["Refresh"] = str(RETRY_AFTER_S)
    response.lost_connection = lost_connection(error)  # type: ignore[attr-defined]  # ours: may be asked again
    return response


def refuse_body(request: HttpRequest, *, megabytes: int) -> HttpResponse:
    """Say what is taken, without having read what was sent; the connection is closed behind it."""
    context = {"megabytes": megabytes, "chrome": {"nav": navigation(request)}}
    return render(request, "413.html", context, status=413)


def refuse_turn(request: HttpRequest, *, retry_after_s: int) -> HttpResponse:
    """Ask a reader who asks very often to wait."""
    context = {"seconds": retry_after_s, "chrome": {"nav": navigation(request)}}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(retry_after_s)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"problems": (), "chrome": {"nav": navigation(request)}}, status=400)
