"""What a failure of the database means for whoever asked: to come back later, or that the fault is ours."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

RETRY_AFTER_S = 5

ENDED = ("57P01", "57P02", "57P03")
"""The server ends, crashed, or does not take connections yet: https://www.postgresql.org/docs/18/errcodes-appendix.html"""


def is_outage(error: BaseException | None) -> bool:
    """Whether the database could not do its work: gone, starting, full, or busy for too long."""
    return isinstance(error, OperationalError | InterfaceError)


def lost_connection(error: BaseException | None) -> bool:
    """Whether the connection died or could not be made, so that another one may do better."""
    if not is_outage(error):
        return False
    code = getattr(getattr(error, "__cause__", None), "pgcode", None)
    return code is None or code in ENDED or code.startswith("08")
