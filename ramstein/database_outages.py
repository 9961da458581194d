"""What a request meets when the database fails under it: another try where it only reads, then 503 in plain words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pledges.answers.database_failures import is_outage
from pledges.api.problem_responses import problem_response
from pledges.site.error_pages import unavailable

PATIENCE_S = 2.0
"""How long a request waits for a database that is starting; a crashed backend has it start anew."""
LEFT_ALONE_S = 5.0
"""After waiting in vain no request waits for so long: all threads would stand still."""

logger = logging.getLogger(__name__)


class DatabaseOutageMiddleware:
    """Answers again, once, what only read and lost its connection. What may have written is never repeated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.impatient_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        lost = getattr(response, "lost_connection", False)
        if lost and request.method in ("GET", "HEAD") and self.find_database():
            return self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that the database failed, in one line of the log instead of a traceback."""
        if not is_outage(error):
            return None
        if request.path_info.startswith("/api/"):
            return problem_response(error, request)
        logger.warning("The database failed at %s: %s", request.path, str(error).partition("\n")[0])
        return unavailable(request, error)

    def find_database(self) -> bool:
        """Connect anew, waiting a little for a server that is starting."""
        connection = connections[DEFAULT_DB_ALIAS]
        connection.close()
        begun = time.monotonic()
        while True:
            try:
                connection.ensure_connection()
            except Error:
                now = time.monotonic()
                if now < self.impatient_until:
                    return False
                if now - begun > PATIENCE_S:
                    self.impatient_until = now + LEFT_ALONE_S
                    return False
                time.sleep(0.1)
            else:
                return True
