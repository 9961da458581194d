"""Every template is one that Django can read, also those of pages that no other test asks for."""

from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template

FOLDER = Path(__file__).resolve().parents[2] / "templates"


def read_fault(name: str) -> str:
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return ""


def test_every_template_is_readable() -> None:
    names = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*") if path.is_file())

    assert len(names) > 100
    assert {name: fault for name in names if (fault := read_fault(name))} == {}
