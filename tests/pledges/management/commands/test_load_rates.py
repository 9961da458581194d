"""The commands that load rates and give amounts a value."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pledges.models import Entry, LoadedRate
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

RATES = "Date,USD,NOK,\n2026-11-17,1.25,10.3,\n2026-11-16,1.2,10.2,\n"


def run(command: str, *arguments: str) -> list[str]:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "eurofxref-hist.csv"
    path.write_text(RATES, encoding="utf-8")
    return str(path)


def publish_without_rate() -> None:
    day = {"occurred": "2026-11-17", "source_published": "2026-11-17"}
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1", amount="$100m", **day)])


def test_load_rates_says_what_it_took_and_what_can_be_done_with_it(file: str) -> None:
    publish_without_rate()
    assert run("load_rates", file) == [
        "4 rates added, 0 known; the file ends on 2026-11-17",
        "1 published amounts can be given a value: manage.py value_amounts",
    ]
    assert run("load_rates", file)[0] == "0 rates added, 4 known; the file ends on 2026-11-17"


def test_load_rates_names_what_is_wrong(file: str) -> None:
    run("load_rates", file)
    Path(file).write_text(RATES.replace("1.25", "1.26"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"line 2, column USD: 1\.26 for 2026-11-17, known is 1\.25, which stays"):
        run("load_rates", file)
    assert LoadedRate.objects.count() == 4
    assert run("load_rates", file, "--keep-known") == [
        "0 rates added, 4 known; the file ends on 2026-11-17",
        "1 rates differ from known ones and were left aside",
    ]


def test_load_rates_needs_a_file_or_an_address(settings: Settings) -> None:
    with pytest.raises(CommandError, match="name a file or an address"):
        run("load_rates")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run("load_rates", "/nowhere/eurofxref.csv")
    settings.RATES_URL = "https://127.0.0.1:1/eurofxref-hist.zip"
    with pytest.raises(CommandError, match="cannot be read"):
        run("load_rates")


def test_value_amounts_lists_drafts_and_publishes(file: str) -> None:
    publish_without_rate()
    run("load_rates", file)
    listed = [
        "1.2: $100m USD announced of 2026-DEU-001: no rate to euro was known when this was published",
        "1 amounts can be given a value",
    ]
    assert run("value_amounts") == listed
    staff_steps.user("drafter"), staff_steps.user("reviewer")
    said = run("value_amounts", "--as=drafter", "--publish", "--reviewer=reviewer")
    assert said[:2] == listed
    assert said[2].endswith(": Values in euro of 1 amount")
    assert said[3] == "published as version 2"
    assert str(Entry.objects.get(version=2).value_eur_best) == "80000000.000000"
    assert run("value_amounts") == ["0 amounts can be given a value"]


def test_value_amounts_is_published_by_two() -> None:
    with pytest.raises(CommandError, match="--publish needs --as and --reviewer"):
        run("value_amounts", "--publish")
