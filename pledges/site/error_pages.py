"""What the site says when something is not there, cannot be understood, or failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pledges.site.navigation import navigation


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"said": said, "chrome": {"nav": navigation(request)}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without asking the database, which may be what failed."""
    return render(request, "500.html", {"chrome": {"nav": navigation(request)}}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"problems": (), "chrome": {"nav": navigation(request)}}, status=400)
