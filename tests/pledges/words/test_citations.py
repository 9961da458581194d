"""Citations read back as what was cited, whatever signs are in the title."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from pledges.words.citations import BIBTEX, CSL, RIS, Citation

TITLES = (
    "Patriot, batteries: gap",
    "R&D 100 % of $5 #1 a_b {x} ~ ^ \\ end",
    "„Skynex“ – радари\nand a second line",
    'Quotes "inside" and “outside”',
)
ADDRESS = (
    "https://example.org/explain/?figure=gap:patriot:battery&valid_at=2026-11-30&known_at=v13&catalogue=3&methods=1"
)

PLAIN = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "&%$#_{}"},
    "``": "“",
    "''": "”",
}


def cited(title: str) -> Citation:
    return Citation(
        title=title,
        address=ADDRESS,
        key="ramstein-explain-gap-v13",
        version=13,
        catalogue=3,
        published=date(2026, 11, 30),
        valid_at=date(2026, 11, 30),
    )


def read_bibtex(text: str) -> dict[str, str]:
    """Return the fields of one entry; braces have to balance, and nothing outside them may be left."""
    head = re.match(r"@misc\{([\w:-]+),\n", text)
    assert head
    assert text.endswith("\n}\n")
    fields = {"key": head[1]}
    for line in text[head.end() : -len("\n}\n")].split("\n"):
        found = re.fullmatch(r"  (\w+) = \{(.*)\},?", line)
        assert found, line
        bare = re.sub(r"\\[{}]", "", found[2])
        assert bare.count("{") == bare.count("}")
        fields[found[1]] = unescape(found[2])
    return fields


def unescape(words: str) -> str:
    words = words[1:-1] if re.fullmatch(r"\{.*\}", words) else words
    return re.sub("|".join(map(re.escape, PLAIN)), lambda found: PLAIN[found[0]], words)


def one_line(title: str) -> str:
    return " ".join(title.split())


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_reads_back(title: str) -> None:
    fields = read_bibtex(cited(title).written(BIBTEX))

    assert (fields["title"], fields["author"], fields["url"], fields["year"], fields["key"]) == (
        one_line(title),
        "Ramstein",
        ADDRESS,
        "2026",
        "ramstein-explain-gap-v13",
    )
    assert fields["version"] == "Dataset version 13, catalogue 3, methods version 1"


@pytest.mark.parametrize("title", TITLES)
def test_ris_reads_back(title: str) -> None:
    lines = cited(title).written(RIS).split("\r\n")
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines[:-1]]
    pairs = {one[1]: one[2] for one in found if one}

    assert (len(pairs), lines[-1]) == (len(lines) - 1, "")
    assert (lines[0], pairs["TI"], pairs["UR"], pairs["ER"]) == ("TY  - DATA", one_line(title), ADDRESS, "")


@pytest.mark.parametrize("title", TITLES)
def test_csl_json_reads_back(title: str) -> None:
    (item,) = json.loads(cited(title).written(CSL))

    assert (item["title"], item["type"], item["URL"]) == (title, "dataset", ADDRESS)
    assert item["issued"] == {"date-parts": [[2026, 11, 30]]}


def test_text_says_version_day_and_methods() -> None:
    assert cited("Patriot: gap").text == (
        "Ramstein, the pledge ledger: “Patriot: gap”. Dataset version 13 of 30 November 2026,"
        f" as of 30 November 2026, methods version 1. {ADDRESS}"
    )
