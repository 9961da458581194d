"""Which request or task a log line belongs to, and who asked."""

from __future__ import annotations

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
user_name: ContextVar[str] = ContextVar("user_name", default="")


class AddContext(logging.Filter):
    """Puts the request (or the task, by its number) and the user on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.user = user_name.get()
        return True
