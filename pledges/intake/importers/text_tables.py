"""Reads delimited text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from pledges.intake.importers.import_limits import FileProblem, check_row

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 65_536
SAMPLE_ROWS = 50
WORD = re.compile(rb"[A-Za-z\x80-\xff]{2,}")
ALL_HIGH = re.compile(rb"[\xa1-\xff]{3,}")
VOWELS = frozenset("аеиоуыэюяіїєё")
LONGEST_FIELD = 131_072
"""Characters after which a field can only be one with its quotation mark left open; a cell may have far fewer."""
RULE = re.compile(r"\s*:?-{2,}:?\s*")
"""A cell of the line below the header of a Markdown table."""


def decode(content: bytes) -> str:
    """The text of a file: by its byte-order mark, as UTF-16, as UTF-8, else as the code page that fits.

    :raises FileProblem: no encoding fits.
    """
    encoding = encoding_of(content)
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise undecodable(content, error.start, encoding) from error


def undecodable(content: bytes, place: int, encoding: str) -> FileProblem:
    line = content[:place].count(b"\n") + 1
    message = f"byte {place + 1}, in line {line}, cannot be read as {encoding}"
    return FileProblem("encoding", message, "save it as UTF-8")


def encoding_of(content: bytes) -> str:
    """The name of the encoding that the content looks like.

    :raises FileProblem: it is no text, or UTF-8 that was damaged.
    """
    for mark, name in BOMS:
        if content.startswith(mark):
            return name
    # UTF-16 without a mark has a NUL beside every ASCII letter, text of one byte a letter has none.
    sample = content[:SAMPLE_BYTES]
    if nuls := sample.count(0):
        if nuls < len(sample) / 8:
            raise FileProblem("binary", "this is no text and no XLSX workbook", "CSV, XLSX or a pasted table")
        # The half with more NULs holds the high bytes: second in little-endian order.
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A damaged byte in good UTF-8 is an error to tell, not a reason to read all of it as something else.
        if mostly_utf8(content):
            raise undecodable(content, error.start, "UTF-8") from error
        return code_page(content)
    return "utf-8"


def mostly_utf8(content: bytes) -> bool:
    """Whether text has more letters that only UTF-8 writes so than bytes that are not UTF-8."""
    text = content.decode("utf-8", errors="replace")
    letters = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return letters > text.count("\ufffd")


def code_page(content: bytes) -> str:
    """Cp1251 where most words with letters above ASCII are Cyrillic ones, else cp1252.

    A Cyrillic word has no ASCII letter and a vowel; a word of another alphabet mixes both.
    """
    words = [word for word in WORD.findall(content) if any(byte >= 0x80 for byte in word)]
    cyrillic = sum(bool(ALL_HIGH.fullmatch(word)) and has_vowel(word) for word in words)
    return "cp1251" if cyrillic > len(words) / 2 else "cp1252"


def has_vowel(word: bytes) -> bool:
    return not VOWELS.isdisjoint(word.decode("cp1251", errors="replace").lower())


def delimiter_of(text: str) -> str:
    """The delimiter under which the first rows have the same number of cells, and the most of them."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text[:SAMPLE_BYTES]), delimiter=delimiter)
        try:
            widths = [len(row) for row in islice(rows, SAMPLE_ROWS) if any(row)]
        except csv.Error:
            continue
        wide = Counter(width for width in widths if width > 1)
        if wide:
            width, count = wide.most_common(1)[0]
            # Rounded, so that one odd row does not outweigh a delimiter that gives more cells.
            score = (round(count / len(widths), 1), width)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def text_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of delimited text, checked against the limits; blank cells at the end of a row are cut off.

    The line that Markdown draws below a header comes as a blank row.

    :raises FileProblem: the text is no table or too large.
    """
    cells = 0
    number = 0
    csv.field_size_limit(LONGEST_FIELD)  # of the whole process: a library may have raised it
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)):
            number += 1
            while row and not row[-1]:
                row.pop()
            cells += len(row)
            check_row(row, number=number, cells=cells)
            yield [] if is_rule(row) else row
    except csv.Error as error:
        hint = "a quotation mark may be left open; or save the file anew as CSV"
        raise FileProblem("csv", f"after row {number}: {error}", hint) from error


def is_rule(row: list[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and all(RULE.fullmatch(cell) for cell in filled)
