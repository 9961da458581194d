"""A row of the reference data that cannot be loaded ends a command with its place, and nothing is loaded."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings import reference_rows
from meetings.models import MeetingChair


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("command", ["load_catalogue", "load_starter"])
def test_bad_row_ends_the_command_with_its_place(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in reference_rows.DATA.glob("*.csv"):
        header = file.read_text(encoding="utf-8").partition("\n")[0]
        (tmp_path / file.name).write_text(f"{header}\n", encoding="utf-8")
    with (tmp_path / "meeting_chairs.csv").open("a", encoding="utf-8") as chairs:
        chairs.write("udcg-28,DEU,A minister,\nudcg-82,DEU,A minister,\n")
    monkeypatch.setattr(reference_rows, "DATA", tmp_path)

    with pytest.raises(CommandError) as ended:
        call_command(command)

    place = "meeting_chairs.csv, line 3, column meeting"
    assert str(ended.value) == f"{place}: there is no 'udcg-82'. Did you mean 'udcg-28'?"
    assert MeetingChair.objects.count() == 0
