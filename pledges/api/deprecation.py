"""What is going to end: an endpoint or a parameter says so in `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

A view names it in `deprecated`, or per parameter in `deprecated_parameters`; the gate sends the headers, and the
description of the API marks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.http import http_date

NOTICE = timedelta(days=365)
"""How long what is deprecated goes on working at least."""

POLICY_URL = "/api/docs/#deprecation"


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when something is deprecated, when it goes, and the address that takes its place, if there is one."""

    since: date
    sunset: date
    successor: str = ""

    def __post_init__(self) -> None:
        if self.sunset - self.since < NOTICE:
            raise ValueError(f"between {self.since} and {self.sunset} are fewer than {NOTICE.days} days of notice")


def deprecations_of(view: Any, parameters: Iterable[str]) -> list[Deprecation]:
    by_name: Mapping[str, Deprecation] = getattr(view, "deprecated_parameters", {})
    whole: Deprecation | None = getattr(view, "deprecated", None)
    return [*([whole] if whole else []), *(by_name[name] for name in parameters if name in by_name)]


def deprecation_headers(found: list[Deprecation]) -> dict[str, str]:
    """The headers for what is deprecated: of several, the first to go."""
    if not found:
        return {}
    first = min(found, key=lambda one: (one.sunset, one.since))
    links = [f'<{POLICY_URL}>; rel="deprecation"; type="text/html"']
    if first.successor:
        links.append(f'<{first.successor}>; rel="successor-version"')
    return {
        "Deprecation": f"@{seconds(first.since)}",
        "Sunset": http_date(seconds(first.sunset)),
        "Link": ", ".join(links),
    }


def seconds(day: date) -> int:
    """The first second of a day in UTC."""
    return int(datetime.combine(day, time.min, tzinfo=UTC).timestamp())


def mark_deprecated(operation: dict[str, Any], view: Any) -> dict[str, Any]:
    if getattr(view, "deprecated", None):
        operation["deprecated"] = True
    for parameter in operation.get("parameters", []):
        if parameter["name"] in getattr(view, "deprecated_parameters", {}):
            parameter["deprecated"] = True
    return operation
