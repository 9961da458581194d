"""How a figure, a chart or a page is cited: as text, and as the files that reference managers read.

The address in a citation is pinned by both clocks, the version of the catalogue and that of the methods.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledges.answers import AsOf
from pledges.values.methods_version import METHODS_VERSION

AUTHOR, SITE = "Ramstein", "Ramstein, the pledge ledger"
BIBTEX, RIS, CSL = "bibtex", "ris", "csl-json"
MEDIA_TYPES = {
    BIBTEX: ("application/x-bibtex; charset=utf-8", "bib"),
    RIS: ("application/x-research-info-systems; charset=utf-8", "ris"),
    CSL: ("application/vnd.citationstyles.csl+json", "json"),
}
"""The forms of a citation, with the media type and the ending of the file."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: its title, and the version, day and rules that it was made by."""

    title: str
    address: str
    key: str
    version: int
    catalogue: int
    published: date
    valid_at: date
    methods: int = METHODS_VERSION

    @property
    def text(self) -> str:
        return _(
            "Ramstein, the pledge ledger: “%(title)s”. Dataset version %(version)s of %(published)s,"
            " as of %(day)s, methods version %(methods)s. %(address)s"
        ) % {
            "title": self.title,
            "version": self.version,
            "published": long_day(self.published),
            "day": long_day(self.valid_at),
            "methods": self.methods,
            "address": self.address,
        }

    @property
    def edition(self) -> str:
        """The version of everything that the figure depends on, in a few words."""
        return f"Dataset version {self.version}, catalogue {self.catalogue}, methods version {self.methods}"

    @property
    def note(self) -> str:
        return f"As of {self.valid_at.isoformat()}"

    def written(self, form: str) -> str:
        return {BIBTEX: self.bibtex, RIS: self.ris, CSL: self.csl_json}[form]()

    def bibtex(self) -> str:
        fields = {
            "author": f"{{{AUTHOR}}}",  # a second pair of braces: an organisation, not a first and a last name
            "title": f"{{{escape_tex(self.title)}}}",
            "publisher": escape_tex(SITE),
            "year": f"{self.published:%Y}",
            "month": str(self.published.month),
            "version": escape_tex(self.edition),
            "note": escape_tex(self.note),
            "url": address_in_tex(self.address),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    def ris(self) -> str:
        lines = [
            ("TY", "DATA"),
            ("AU", AUTHOR),
            ("TI", self.title),
            ("PY", f"{self.published:%Y}"),
            ("DA", f"{self.published:%Y/%m/%d}"),
            ("PB", SITE),
            ("ET", self.edition),
            ("N1", self.note),
            ("UR", self.address),
            ("ID", self.key),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines)

    def csl_json(self) -> str:
        item: dict[str, Any] = {
            "id": self.key,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": AUTHOR}],
            "publisher": SITE,
            "issued": {"date-parts": [[self.published.year, self.published.month, self.published.day]]},
            "version": self.edition,
            "note": self.note,
            "URL": self.address,
        }
        return orjson.dumps([item], option=orjson.OPT_INDENT_2).decode() + "\n"


TEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "“": "``",
    "”": "''",
}


def escape_tex(words: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in one_line(words))


def address_in_tex(address: str) -> str:
    """An address as BibTeX takes it: what would end the field or begin a comment is percent-encoded already."""
    return address.replace("%", "\\%").replace("#", "\\#").replace("&", "\\&").replace("_", "\\_")


def one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def pin_moment(as_of: AsOf) -> dict[str, str]:
    """The clock parameters that name this moment for ever."""
    return {"valid_at": as_of.valid_at.isoformat(), "known_at": f"v{as_of.version}"}


def pin_everything(as_of: AsOf) -> dict[str, str]:
    """What names a moment, the catalogue and the methods for ever."""
    return pin_moment(as_of) | {"catalogue": str(as_of.catalogue), "methods": str(METHODS_VERSION)}


def long_day(value: date) -> str:
    """Write a day with the name of its month in full."""
    return date_format(value, pgettext("format of a day in full", "j F Y"))


def cite(title: str, path: str, as_of: AsOf, **query: str) -> Citation:
    """The citation of what is at an address of this site, at this moment for ever."""
    pinned = pin_everything(as_of)
    key = re.sub(r"[^A-Za-z0-9]+", "-", " ".join([path, *query.values()])).strip("-").lower()
    return Citation(
        title=title,
        address=f"{settings.SITE_URL}{path}?{urlencode(query | pinned, safe=':')}",
        key=f"ramstein-{key}-v{as_of.version}-{as_of.valid_at}-m{METHODS_VERSION}",
        version=as_of.version,
        catalogue=as_of.catalogue,
        published=as_of.known_at.date(),
        valid_at=as_of.valid_at,
    )
