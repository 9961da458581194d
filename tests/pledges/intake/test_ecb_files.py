"""Files of reference rates as the European Central Bank writes them, and what is wrong with others."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from currency_converter import CURRENCY_FILE
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.intake.ecb_files import RateFileError, StatedRate, read_rates

TODAY = date(2026, 11, 30)

ALL_DAYS = """Date,USD,JPY,BGN,CYP,CZK,
2026-11-03,1.1201,176.02,N/A,N/A,24.341,
2026-11-02,1.1188,175.9,N/A,N/A,24.35,
"""
ONE_DAY = "Date, USD, JPY, CZK, \n03 November 2026, 1.1201, 176.02, 24.341, \n"


def rate(currency: str, day: int, per_euro: str, line: int) -> StatedRate:
    return StatedRate(currency, date(2026, 11, day), Decimal(per_euro), line)


def zip_files(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_csv", ".csv"), text)
    return packed.getvalue()


def faults_of(content: bytes | str) -> list[str]:
    with pytest.raises(RateFileError) as caught:
        read_rates(content if isinstance(content, bytes) else content.encode(), today=TODAY)
    return list(caught.value.faults)


@pytest.mark.parametrize(
    "content",
    [
        ALL_DAYS.encode(),
        ALL_DAYS.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + ALL_DAYS.encode(),
        ALL_DAYS.replace(",\n", "\n").encode(),
        zip_files(eurofxref_hist_csv=ALL_DAYS),
        zip_files(eurofxref_hist_csv=ALL_DAYS, readme="rates"),
    ],
)
def test_rates_of_all_days_are_read(content: bytes) -> None:
    assert read_rates(content, today=TODAY) == [
        rate("USD", 3, "1.1201", 2),
        rate("JPY", 3, "176.02", 2),
        rate("CZK", 3, "24.341", 2),
        rate("USD", 2, "1.1188", 3),
        rate("JPY", 2, "175.9", 3),
        rate("CZK", 2, "24.35", 3),
    ]


@pytest.mark.parametrize("content", [ONE_DAY.encode(), zip_files(eurofxref_csv=ONE_DAY)])
def test_rates_of_one_day_are_read(content: bytes) -> None:
    assert read_rates(content, today=TODAY) == [
        rate("USD", 3, "1.1201", 2),
        rate("JPY", 3, "176.02", 2),
        rate("CZK", 3, "24.341", 2),
    ]


def test_the_banks_own_file_is_read_whole() -> None:
    rates = read_rates(Path(CURRENCY_FILE).read_bytes(), today=TODAY)
    assert len({one.day for one in rates}) == 7126
    assert StatedRate("USD", date(2022, 9, 28), Decimal("0.9565"), 1047) in rates


HEADER = "Date,USD,JPY,\n"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["line 1: the file is empty"]),
        (HEADER, ["line 2: there are no rates below the header"]),
        (HEADER + "2026-11-03,N/A,N/A,\n", ["line 2: there are no rates below the header"]),
        ("<html></html>", ["line 1: “<html></html>” is no header; “Date,USD,JPY,…” is expected"]),
        ("Date;USD;JPY\n", ["line 1: “Date;USD;JPY” is no header; “Date,USD,JPY,…” is expected"]),
        ("Date,USD,usd,\n", ["line 1, column 3: “usd” is no currency; a code such as USD is expected"]),
        ("Date,EUR,\n", ["line 1, column 2: “EUR” is no currency; a code such as USD is expected"]),
        ("Date,USD,USD,\n", ["line 1, column 3: USD stands twice"]),
        (HEADER + "03/11/2026,1,2,\n",
         ["line 2, column Date: “03/11/2026” is no day; 2026-10-30 or 30 October 2026 is expected"]),
        (HEADER + "2026-02-30,1,2,\n",
         ["line 2, column Date: “2026-02-30” is no day; 2026-10-30 or 30 October 2026 is expected"]),
        (HEADER + "2026-12-01,1,2,\n",
         ["line 2, column Date: 2026-12-01 is not between 1999-01-04 and today, 2026-11-30"]),
        (HEADER + "1998-12-31,1,2,\n",
         ["line 2, column Date: 1998-12-31 is not between 1999-01-04 and today, 2026-11-30"]),
        (HEADER + "2026-11-03,1,2,\n2026-11-03,1,2,\n",
         ["line 3, column Date: 2026-11-03 stands in line 2 already"]),
        (HEADER + "2026-11-03,1.1,\n", ["line 2: it has 3 cells, the header has 4"]),
        (HEADER + "2026-11-03,1.1,2,3,\n", ["line 2: it has 5 cells, the header has 4"]),
        (HEADER + '2026-11-03,"1,1",0,\n2026-11-02,-1,1e3,\n',
         [f"line {line}, column {column}: “{cell}” is no rate; 1.1172 or N/A is expected"
          for line, column, cell in ((2, "USD", "1,1"), (2, "JPY", "0"), (3, "USD", "-1"), (3, "JPY", "1e3"))]),
        (HEADER + "2026-11-03,٣,NaN,\n",
         [f"line 2, column {column}: “{cell}” is no rate; 1.1172 or N/A is expected"
          for column, cell in (("USD", "٣"), ("JPY", "NaN"))]),
        (HEADER + '2026-11-03,"1,2,\n', ["line 2: unexpected end of data"]),
        (HEADER.encode() + b"2026-11-03,\xff,2,\n", ["line 2: it is no text in UTF-8"]),
        (zip_files(readme="none"), ["the ZIP holds 0 CSV files; one is expected, eurofxref-hist.csv"]),
        (zip_files(a_csv=ONE_DAY, b_csv=ONE_DAY), ["the ZIP holds 2 CSV files; one is expected, eurofxref-hist.csv"]),
        (b"PK\x03\x04 broken", ["the ZIP cannot be opened: File is not a zip file"]),
        (zip_files(a_csv=" " * 20_000_001), ["the ZIP unpacks to more than 20,000,000 bytes"]),
        (b" " * 20_000_001, ["the file has 20,000,001 bytes, at most 20,000,000 are read"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_column(content: bytes | str, faults: list[str]) -> None:
    assert faults_of(content) == faults


def test_many_faults_are_counted_and_the_first_are_told() -> None:
    lines = "".join(f"2026-10-{day:02},x,y,\n" for day in range(1, 31))
    with pytest.raises(RateFileError) as caught:
        read_rates((HEADER + lines).encode(), today=TODAY)
    told = str(caught.value).splitlines()
    assert (len(told), told[-1], len(caught.value.faults)) == (21, "and 40 more", 60)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEADER + text).encode("utf-8", "replace")))
def test_whatever_is_in_a_file_is_rates_or_faults(content: bytes) -> None:
    with suppress(RateFileError):
        rates = read_rates(content, today=TODAY)
        assert rates
        assert all(one.per_euro > 0 and one.day <= TODAY for one in rates)
