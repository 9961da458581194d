"""When two addresses are those of one page: however they are written, a publication is cited as one source."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|swcfpc|amp")
"""Parameters that say where a reader came from, or which shape of the page is shown, and not which page it is."""


def page_of(address: str) -> str:
    """The page that an address leads to, without scheme, port, fragment, tracking parameters and closing slash."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.")
    asked = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(name)
    ]
    path = parts.path.rstrip("/").removesuffix("/amp")
    return f"{host}{path}?{urlencode(asked)}" if asked else f"{host}{path}"
