"""Delimited text in whatever encoding and with whatever delimiter: read as it is meant, or refused with its place."""

from __future__ import annotations

import pytest

from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.text_tables import code_page, decode, delimiter_of, encoding_of, text_rows

TEXT = "donor,system,note\nTürkiye,patriot,Ștefan\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_decode_reads_unicode(encoding: str) -> None:
    mark = "" if encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32") else "\ufeff"
    assert decode((mark + TEXT).encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Україна", "cp1251"),
        ("Передано дві батареї", "cp1251"),
        ("ÄÖÜ", "cp1252"),
        ("Türkiye", "cp1252"),
        ("Straße, Málaga, Besançon", "cp1252"),
        ("“about 200” – unclear", "cp1252"),
        ("€5 million", "cp1252"),
        ("Германія і Türkiye", "utf-8"),
    ],
)
def test_decode_tells_code_pages_apart(words: str, encoding: str) -> None:
    text = f"donor,system,note\nDEU,patriot,{words}\n"
    assert decode(text.encode(encoding)) == text


def test_decode_refuses_damaged_utf8_and_says_where() -> None:
    content = ("donor,note\n" + "DEU,Türkiye and Україна\n" * 3).encode() + b"NOR,\xff\n"
    with pytest.raises(FileProblem) as refused:
        decode(content)
    place = content.index(b"\xff") + 1
    assert (refused.value.rule, refused.value.message) == (
        "encoding",
        f"byte {place}, in line 5, cannot be read as UTF-8",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"donor,system,note\nDEU,patriot,\x81\n", "byte 31, in line 2, cannot be read as cp1252"),
        ("donor\nDEU\n".encode("utf-16-le") + b"x", "byte 21, in line 3, cannot be read as utf-16-le"),
    ],
)
def test_decode_refuses_what_no_encoding_has(content: bytes, message: str) -> None:
    with pytest.raises(FileProblem, match=message):
        decode(content)


def test_encoding_of_many_nuls_is_utf16_and_of_few_is_no_text() -> None:
    assert encoding_of("donor".encode("utf-16-be")) == "utf-16-be"
    with pytest.raises(FileProblem, match="no text"):
        encoding_of(b"donor,system\n" * 10 + b"\0")


def test_code_page_without_words_is_western() -> None:
    assert code_page(b"5\xa0000 \x80") == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_of_goes_by_the_number_of_cells(delimiter: str) -> None:
    rows = [["donor", "quantity", "note"], ["DEU", "2,5", '"a, b; c|d"'], ["NOR", "3,5", "none"]]
    assert delimiter_of("\n".join(delimiter.join(row) for row in rows)) == delimiter


def test_text_rows_reads_old_line_ends_and_quoted_ones() -> None:
    assert list(text_rows('donor,note\rDEU,"two\r\nlines"\r')) == [["donor", "note"], ["DEU", "two\r\nlines"]]


def test_text_rows_leaves_out_the_line_of_markdown() -> None:
    rows = list(text_rows("| donor | system |\n|:---|---:|\n| DEU | patriot |\n"))
    assert [[cell.strip() for cell in row] for row in rows] == [["", "donor", "system"], [], ["", "DEU", "patriot"]]
