"""Under which address a client is counted and written down."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest


def client_address(meta: Mapping[str, str], *, trusted_proxies: int) -> str:
    """The address that a request is counted under; of IPv6 the network, which one subscriber has to itself.

    `X-Forwarded-For` counts only as far as proxies of this installation wrote it: the entry so many places from its
    end. Anything before that, the client may have made up.
    """
    stated = meta.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if trusted_proxies and len(hops) >= trusted_proxies:
        stated = hops[-trusted_proxies]
    try:
        address = ipaddress.ip_address(stated.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def address_of(request: HttpRequest) -> str:
    return client_address(request.META, trusted_proxies=settings.TRUSTED_PROXIES)
