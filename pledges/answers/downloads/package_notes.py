"""The texts that come with the data set."""

from __future__ import annotations

from collections.abc import Mapping

from pledges.answers import AsOf
from pledges.answers.downloads.download import LICENCE

README = """\
# Ramstein: the public ledger of defence aid promised to Ukraine

Dataset version {version}, as of {valid_at}: what had happened by the end of that day, as far as this site had
published it in that version. {site}

Read `datapackage.json` with any tool for Frictionless Data Packages, or the tables in `data/` with anything that reads
CSV (UTF-8, comma, one header line). `data-dictionary.csv` says what each column means.

## Tables

{tables}

## How to read the numbers

- A quantity or a value is an estimate: `_low`, `_best` and `_high`, and `_text` for the words as stated. An empty
  `_best` means that no figure stands out; an empty `_high` means that there is no upper bound. Unknown is never zero.
- A date is a window: `_start` to `_end`, both included. An empty `_end` is open.
- Figures of different systems or units are never added up.
- `donors` lists parties as `code:role:share`, separated by semicolons. The table `parties` has a row for each.
- Columns named `systems`, `conversions`, `prices`, `members`, `chairs`, `attendances`, `memberships`, `gdp` and
  `voids` hold JSON.
- Text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe in front, so that no
  spreadsheet takes it for a formula.

## Licence and citation

{licence}: {licence_url}

{citation}
"""

LICENCE_NOTE = """\
{licence} ({licence_url})

You may share and adapt the data, also commercially, if you name the source:

{citation}

The words quoted from sources stay with their publishers; they are cited here to show what a figure rests on.
"""


def readme(*, as_of: AsOf, site: str, citation: str, tables: Mapping[str, str]) -> str:
    return README.format(
        version=as_of.version,
        valid_at=as_of.valid_at.isoformat(),
        site=site,
        tables="\n".join(f"- `{name}`: {about}" for name, about in tables.items()),
        licence=LICENCE["title"],
        licence_url=LICENCE["path"],
        citation=citation,
    )


def licence_note(*, citation: str) -> str:
    return LICENCE_NOTE.format(licence=LICENCE["title"], licence_url=LICENCE["path"], citation=citation)
