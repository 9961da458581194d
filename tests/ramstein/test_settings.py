"""What the environment switches, read by a fresh process as an installation would."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "DEBUG", "STATIC_HASHED_NAMES", "CONN_MAX_AGE")
READ = """
import json, sys
from ramstein import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def run_python(code: str, *arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=BASE_DIR,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def read_settings(*names: str, environment: dict[str, str]) -> dict[str, Any]:
    done = run_python(READ, *names, environment=environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_settings_without_configuration_use_the_embedded_servers(tmp_path: Path) -> None:
    found = read_settings(
        *("EMBEDDED_DATABASE", "EMBEDDED_BROKER", "DATABASES", "REDIS_URL", "CELERY_BROKER_URL", "DEBUG"),
        environment={"VAR_DIR": str(tmp_path)},
    )

    socket = tmp_path / "servers" / "valkey.sock"
    database = found.pop("DATABASES")["default"]
    assert (database["HOST"], database["NAME"]) == (str(tmp_path / "servers"), "ramstein")
    assert found == {
        "EMBEDDED_DATABASE": True,
        "EMBEDDED_BROKER": True,
        "REDIS_URL": f"unix://{socket}?db=0",
        "CELERY_BROKER_URL": f"redis+socket://{socket}?virtual_host=0",
        "DEBUG": False,
    }


def test_settings_with_addresses_start_nothing_embedded(tmp_path: Path) -> None:
    found = read_settings(
        *("EMBEDDED_DATABASE", "EMBEDDED_BROKER", "CELERY_BROKER_URL", "CACHES"),
        environment={
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": "postgres://u:p@db.example/ledger",
            "REDIS_URL": "redis://broker.example/2",
        },
    )

    assert found["CACHES"]["default"]["LOCATION"] == "redis://broker.example/3"
    assert (found["EMBEDDED_DATABASE"], found["EMBEDDED_BROKER"]) == (False, False)
    assert found["CELERY_BROKER_URL"] == "redis://broker.example/2"


@pytest.mark.parametrize(("site", "secure"), [("https://ramstein.example", True), ("http://localhost:8010", False)])
def test_settings_follow_the_public_address(tmp_path: Path, site: str, *, secure: bool) -> None:
    found = read_settings(
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_PRELOAD"),
        environment={"VAR_DIR": str(tmp_path), "SITE_URL": site},
    )

    assert found == {
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SECURE_SSL_REDIRECT": secure,
        "SECURE_HSTS_PRELOAD": secure,
    }


def test_settings_keep_the_generated_key_in_a_private_file(tmp_path: Path) -> None:
    environment = {"VAR_DIR": str(tmp_path)}

    first = read_settings("SECRET_KEY", environment=environment)
    second = read_settings("SECRET_KEY", environment=environment)

    assert first == second == {"SECRET_KEY": (tmp_path / "secret_key").read_text()}
    assert len(first["SECRET_KEY"]) == 100
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_settings_say_where_the_key_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    done = run_python(READ, "DEBUG", environment={"VAR_DIR": str(tmp_path / "taken" / "var")})

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(
        f"No SECRET_KEY is set and {tmp_path}/taken/var/secret_key cannot be used (Not a directory): set SECRET_KEY, "
        "or VAR_DIR to a folder that is writable."
    )
