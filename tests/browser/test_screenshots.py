"""Pictures of pages: the command prepares what is missing, serves, and signs in where that is needed."""

import os
import struct
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from bench.screenshots.take_pictures import Command
from ramstein.embedded import Layout

BASE_DIR = Path(__file__).resolve().parents[2]
PAGES = ("overview", "failed", "staff-changeset-list")


def width_of(picture: Path) -> int:
    """Return the width of a PNG, which stands behind its signature and the name of its first part."""
    return int(struct.unpack(">I", picture.read_bytes()[16:20])[0])


@pytest.mark.django_db(transaction=True)
def test_pictures_are_taken_of_an_empty_ledger(tmp_path: Path) -> None:
    database = Layout.at(settings.VAR_DIR).database_url(connection.settings_dict["NAME"])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL,
        "STARTER": "0",
    }
    command = [sys.executable, "-m", "bench.screenshots", *PAGES, "--folder", str(tmp_path)]
    taken = subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False
    )

    widths = {file.name: width_of(file) for file in tmp_path.glob("*.png")}
    assert taken.returncode == 0, taken.stderr
    assert widths == {
        f"{page}-{width}-{scheme}.png": width for page in PAGES for width in (1280, 390) for scheme in ("light", "dark")
    }
    assert sorted(file.name for file in tmp_path.glob("*.pdf")) == ["failed.pdf", "overview.pdf"]


@pytest.mark.django_db
@pytest.mark.usefixtures("developer_pages")
def test_an_unknown_page_is_named_with_those_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STARTER", "0")

    with pytest.raises(CommandError, match=r"There is no page overwiew\. There are: overview, overview-money,"):
        call_command(Command(), "overwiew", stdout=StringIO())
