"""Reading the figures of a page: what each says, where it stands, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"meta", "link", "input", "img", "br", "source", "hr"}


@dataclass(frozen=True, slots=True)
class Found:
    """A figure: its words, the link around it, the heading of its column, and the classes and marks around it."""

    words: str
    href: str
    column: str
    around: frozenset[str]


@dataclass(slots=True)
class Opened:
    """An element that has not ended yet, and whether what it says is a figure."""

    name: str
    href: str
    marks: frozenset[str]
    is_figure: bool
    words: list[str] = field(default_factory=list)


class Figures(HTMLParser):
    """Every element of a page that holds a figure: those so marked, and the numbers in cells and headlines."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.found: list[Found] = []
        self._open: list[Opened] = []
        self._columns: list[str] = []
        self._cell = 0
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if tag == "table":
            self._columns = []
        if tag == "tr":
            self._cell = 0
        around = self._open[-1].marks if self._open else frozenset()
        marks = around | classes | ({f"#{given['id']}"} if "id" in given else set()) | ({tag} if tag == "dd" else set())
        href = given.get("href", "") if tag == "a" else (self._open[-1].href if self._open else "")
        self._open.append(Opened(tag, href, frozenset(marks), self._is_figure(tag, classes, around)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in VOID:
            return
        ended = self._open.pop()
        words = " ".join(" ".join(ended.words).split())
        if tag == "th" and "thead" in [one.name for one in self._open]:
            self._columns.append(words)
        if ended.is_figure and words:
            self.found.append(Found(words, ended.href, self._column(), ended.marks))
        if tag in ("td", "th"):
            self._cell += 1

    def handle_data(self, data: str) -> None:
        for one in reversed(self._open):
            one.words.append(data)
            if one.is_figure:
                return

    def _is_figure(self, tag: str, classes: set[str], around: frozenset[str]) -> bool:
        if "figure" in classes or ("under" in classes and "number" in around):
            return True
        in_number = tag == "a" and bool({"number", "headline"} & around)
        return in_number or (tag == "td" and "number" in classes)

    def _column(self) -> str:
        in_cell = any(one.name in ("td", "th") for one in self._open) or self._cell_just_ended
        return self._columns[self._cell] if in_cell and self._cell < len(self._columns) else ""

    @property
    def _cell_just_ended(self) -> bool:
        return bool(self._open) and self._open[-1].name == "tr"
