"""Addresses of the database and the broker, in the form that each library wants."""

from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

import environ


def database_settings(url: str) -> dict[str, Any]:
    """Django's form of a database URL; the host may be a percent-encoded folder of a Unix socket."""
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    return settings | {"HOST": unquote(settings.get("HOST", ""))}


def database_url(settings: dict[str, Any], name: str) -> str:
    """The URL of another database on the server of Django's settings; the reverse of `database_settings`."""
    user, password, host, port = (
        quote(str(settings.get(key) or ""), safe="") for key in ("USER", "PASSWORD", "HOST", "PORT")
    )
    account = f"{user}:{password}" if password else user
    return f"postgres://{account}@{host}{f':{port}' if port else ''}/{quote(name, safe='')}"


def next_redis_database(url: str) -> str:
    """The same server, one database further: `redis://host/0` → `redis://host/1`."""
    parts = urlsplit(url)
    number = _redis_database(url) + 1
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def celery_broker_url(url: str) -> str:
    """Celery's form of a Redis URL; it names Unix sockets differently."""
    if urlsplit(url).scheme != "unix":
        return url
    return f"redis+socket://{urlsplit(url).path}?virtual_host={_redis_database(url)}"


def _redis_database(url: str) -> int:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return int(parse_qs(parts.query).get("db", ["0"])[0])
    return int(parts.path.strip("/") or 0)
