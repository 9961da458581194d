"""The commands that keep a copy of a source and look its quotes up in it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Source
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def test_quotes_are_looked_up_in_the_copy_that_a_file_gives(tmp_path: Path) -> None:
    rows = [("Germany", "two Patriot batteries"), ("Norway", "four NASAMS"), ("Netherlands", "")]
    staff_steps.publish_all([staff_steps.stock_row(donors=donor, quote=quote) for donor, quote in rows])
    source, file = Source.objects.get(title="Statement"), tmp_path / "statement.html"
    assert run("check_quotes")[-1] == (
        "2 facts with a quote, 0 of them with a kept copy: 0 found, 0 not found, 0 in copies that are not read"
    )
    file.write_text("<p>Germany gives two <b>Patriot</b> batteries, Norway four NASAMS.", encoding="utf-8")
    [said] = run("keep_copy", "--source", source.url, str(file))
    assert said.endswith("(text/html): 56 characters of text")
    assert run("check_quotes") == [
        "2 facts with a quote, 2 of them with a kept copy: 2 found, 0 not found, 0 in copies that are not read"
    ]
    file.write_text("<p>Germany gives two Patriot batteries, Norway nothing.", encoding="utf-8")
    run("keep_copy", "--source", str(source.pk), str(file))
    with pytest.raises(CommandError, match="1 quotes are not in their kept copies") as failed:
        run("check_quotes")
    assert failed.value.returncode == 1


@pytest.mark.parametrize(
    ("source", "content", "said"),
    [
        ("https://example.org/statement", b"", "there is nothing in it"),
        ("https://example.org/statement", b"\x89PNG", "the file is a PNG picture"),
        ("https://example.org/nowhere", b"words", "no source is called"),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, source: str, content: bytes, said: str) -> None:
    staff_steps.publish_all([staff_steps.stock_row()])
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run("keep_copy", "--source", source, str(tmp_path / "file"))
