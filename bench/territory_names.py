"""Makes `meetings/data/territory_names.csv`: what the territories of ISO 3166-1 are called in the languages of donors.

Run with the unpacked folder of the npm package `cldr-localenames-full` (Unicode CLDR) when a new one is out:
`.venv/bin/python -m bench.territory_names FOLDER`. Codes, formal names and notes stay as they stand in the file.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

from meetings.territory_names import NAMES, Territory, read_territories

LANGUAGES = (
    *("en", "de", "uk", "fr", "it", "es", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "sl", "hr", "sr-Latn", "bg"),
    *("mk", "ro", "el", "pt", "et", "lv", "lt", "hu", "is", "sq", "tr", "ru", "ja", "ko"),
)
"""Of the site first, then those of donors, as far as their names are written one way."""


def names_in(folder: Path, language: str) -> dict[str, list[str]]:
    """The names of every territory in a language by its two letters, the usual one first."""
    content = json.loads((folder / "main" / language / "territories.json").read_text(encoding="utf-8"))
    stated = content["main"][language]["localeDisplayNames"]["territories"]
    found: dict[str, list[str]] = {}
    for key, name in sorted(stated.items(), key=lambda item: len(item[0])):
        iso2 = key.partition("-alt-")[0]
        if not is_abbreviation(name, iso2) and name not in found.get(iso2, ()):
            found.setdefault(iso2, []).append(name)
    return found


def is_abbreviation(name: str, iso2: str) -> bool:
    """Whether a name is a place-holder, or one or two letters, which mean other things elsewhere."""
    letters = re.sub(r"[\W_]", "", name)
    return name.startswith(f"{iso2}-") or name == iso2 or (len(letters) <= 2 and letters.isupper())


def write_territories(folder: Path, known: list[Territory]) -> None:
    by_language = {language: names_in(folder, language) for language in LANGUAGES}
    with NAMES.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["code", "iso2", "formal", *LANGUAGES])
        for one in known:
            named = [";".join(by_language[language].get(one.iso2, [])) for language in LANGUAGES]
            writer.writerow([one.code, one.iso2, ";".join(one.formal), *named])


if __name__ == "__main__":
    write_territories(Path(sys.argv[1]), read_territories())
