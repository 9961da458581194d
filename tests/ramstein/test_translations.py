import os
from pathlib import Path

import polib

from ramstein.translations import LOCALES, compile_translations

TEXTS = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "late"\nmsgstr "{late}"\n'


def write_source(folder: Path, late: str, *, at: int) -> Path:
    source = folder / "uk" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(TEXTS.replace("{late}", late))
    os.utime(source, (at, at))
    return source


def read_late(source: Path) -> str:
    found = polib.mofile(str(source.with_suffix(".mo"))).find("late")
    assert found is not None
    return str(found.msgstr)


def test_texts_are_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    source = write_source(tmp_path, "пізно", at=1_000_000)

    assert compile_translations(tmp_path) == [source]
    assert read_late(source) == "пізно"
    assert compile_translations(tmp_path) == []

    newer = int(source.with_suffix(".mo").stat().st_mtime) + 10
    write_source(tmp_path, "запізно", at=newer)

    assert compile_translations(tmp_path) == [source]
    assert read_late(source) == "запізно"
    assert sorted(one.name for one in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_every_counted_text_has_as_many_forms_as_its_language() -> None:
    forms = {"de": [0, 1], "uk": [0, 1, 2, 3]}
    texts = {code: polib.pofile(str(LOCALES / code / "LC_MESSAGES" / "django.po")) for code in forms}
    counted = {code: [entry for entry in found if entry.msgid_plural] for code, found in texts.items()}

    wrong = {
        code: [one.msgid for one in found if sorted(one.msgstr_plural) != forms[code]]
        for code, found in counted.items()
    }

    assert wrong == {"de": [], "uk": []}
    assert min(map(len, counted.values())) > 50
