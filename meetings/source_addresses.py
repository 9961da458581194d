"""Addresses of pages: how they are kept, and when two of them are those of one page, which is one source."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|swcfpc")
"""Parameters that say where a reader came from, and not which page it is."""

SHAPE = "amp"
"""How a page for small screens says that it is one."""

PASSAGE = ":~:"
"""What a fragment begins with that marks a passage of the page."""

USUAL_PORTS = {"http": ":80", "https": ":443"}


def clean_address(address: str) -> str:
    """An address without tracking parameters, usual port and marked passage; anything else stays as it is written."""
    front, hash_sign, fragment = address.partition("#")
    path, question, query = front.partition("?")
    kept = "&".join(one for one in query.split("&") if not TRACKING.fullmatch(one.partition("=")[0]))
    scheme, _, rest = path.partition("://")
    host, slash, tail = rest.partition("/")
    host = host.removesuffix(USUAL_PORTS.get(scheme, " "))
    path = f"{scheme}://{host}{slash}{tail}" if rest else path
    asked = f"{question}{kept}" if kept else ""
    return f"{path}{asked}" if fragment.startswith(PASSAGE) else f"{path}{asked}{hash_sign}{fragment}"


def page_of(address: str) -> str:
    """The page that an address leads to, without scheme, fragment and closing slash, and what `clean_address` drops."""
    parts = urlsplit(clean_address(address.strip()))
    host = (parts.hostname or "").removeprefix("www.")
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != SHAPE]
    path = parts.path.rstrip("/").removesuffix(f"/{SHAPE}")
    return f"{host}{path}?{urlencode(asked)}" if asked else f"{host}{path}"
