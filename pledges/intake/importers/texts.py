"""Reads delimited text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from pledges.intake.importers.limits import FileProblem, check_row

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 65_536
SAMPLE_ROWS = 50


def decode(content: bytes) -> str:
    """Return the text of a file: by its byte-order mark, as UTF-16, as UTF-8, else as the code page that fits.

    :raises FileProblem: no encoding fits.
    """
    encoding = encoding_of(content)
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        message = f"the text cannot be read as {encoding}: byte {error.start + 1}"
        raise FileProblem("encoding", message, "save it as UTF-8") from error


def encoding_of(content: bytes) -> str:
    """Return the name of the encoding that the content looks like."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return name
    sample = content[:SAMPLE_BYTES]
    if nuls := sample.count(0):
        if nuls < len(sample) / 8:
            raise FileProblem("binary", "this is no text and no XLSX workbook", "CSV, XLSX or a pasted table")
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return code_page(content)
    return "utf-8"


def code_page(content: bytes) -> str:
    """Return cp1251 where letters above ASCII stand side by side, as Cyrillic words do, else cp1252."""
    high = sum(byte >= 0xC0 for byte in content)
    pairs = sum(one >= 0xC0 and two >= 0xC0 for one, two in pairwise(content))
    return "cp1251" if pairs > high / 2 else "cp1252"


def delimiter_of(text: str) -> str:
    """Return the delimiter under which the first rows have the same number of cells, and the most of them."""
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
            score = (round(count / len(widths), 1), width)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def text_rows(text: str) -> Iterator[list[str]]:
    """Yield the rows of delimited text, checked against the limits.

    :raises FileProblem: the text is no table or too large.
    """
    cells = 0
    number = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)):
            number += 1
            cells += len(row)
            check_row(row, number=number, cells=cells)
            yield row
    except csv.Error as error:
        hint = "a quotation mark may be left open; or save the file anew as CSV"
        raise FileProblem("csv", f"after row {number}: {error}", hint) from error
