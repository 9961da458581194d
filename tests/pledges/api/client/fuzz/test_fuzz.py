"""The API takes what its description allows, refuses what it does not, and answers as described: found out by trying.

A few examples of each operation in every run; `LONG_TESTS=1` tries all that the coverage of the description asks for,
as nobody, as a drafter and as a reviewer, and many examples beside. By hand, against a site that runs:

    FUZZ_TOKEN=rms_… FUZZ_DRAFTER=rms_… FUZZ_REVIEWER=rms_… FUZZ_SECOND_REVIEWER=rms_… \\
        st --config-file tests/pledges/api/client/fuzz/schemathesis.toml run http://localhost:8000/api/v1/schema/?format=json
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import orjson
import pytest
from django.conf import settings

from tests.pledges.api.client.conftest import Site

CONFIG = Path(__file__).with_name("schemathesis.toml")
SEED = "20250604"
LONG = os.environ.get("LONG_TESTS") == "1"
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "50")

pytestmark = pytest.mark.django_db


def fuzz(site: Site, token: str, report: Path, *options: str) -> dict[str, int]:
    """Try every operation with a token, and return how many requests there were and what was wrong with them."""
    environment = os.environ | {
        "FUZZ_TOKEN": token,
        "FUZZ_DRAFTER": site.drafter,
        "FUZZ_REVIEWER": site.reviewer,
        "FUZZ_SECOND_REVIEWER": site.second_reviewer,
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    # The settings of the tests belong to this process alone.
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    description = f"{site.url}/api/v1/schema/?format=json"
    # Made on its first request, for which the tool's own ten seconds are too short beside other tests.
    with urllib.request.urlopen(description, timeout=120) as response:  # noqa: S310 - the server of this test
        response.read()
    found = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"),
            description,
            *(("--header", f"Authorization:Bearer {token}") if token else ()),
            *("--seed", SEED, "--continue-on-failure", "--no-color"),
            *("--report", "json", "--report-json-path", str(report)),
            *options,
        ],
        cwd=report.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    told = orjson.loads(report.read_bytes())
    assert (told["failures"], told["errors"], told["complete"]) == ([], [], True)
    counted: dict[str, int] = {**told["test_cases"], "operations": told["operations"]["tested"]}
    return counted


@pytest.mark.long
def test_a_few_requests_of_every_kind(site: Site, tmp_path: Path) -> None:
    counted = fuzz(site, site.reviewer, tmp_path / "report.json", "--max-examples=2", "--phases=fuzzing")

    assert counted["operations"] == 57
    assert counted["generated"] > 100


@pytest.mark.skipif(not LONG, reason="takes half an hour on two cores; LONG_TESTS=1 runs it")
@pytest.mark.parametrize("who", ["nobody", "drafter", "reviewer"])
def test_very_many_requests(site: Site, tmp_path: Path, who: str) -> None:
    token = "" if who == "nobody" else getattr(site, who)
    counted = fuzz(site, token, tmp_path / "report.json", f"--max-examples={EXAMPLES}")

    assert counted["operations"] == 57
    assert counted["generated"] > 5_000
