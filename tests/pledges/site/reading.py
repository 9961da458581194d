"""Reading a page as a person does: the words without the markup, and where the links lead."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponse


class Page(HTMLParser):
    """The text of a page in one line without its drawings, its links with their words, and its headings in order."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: dict[str, list[str]] = {}
        self.headings: list[int] = []
        self._open: list[str] = []
        self._drawing = False
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawing = self._drawing or tag == "svg"
        if tag == "a":
            self._open.append(dict(attrs).get("href") or "")
            self.links.setdefault(self._open[-1], []).append("")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self._drawing = self._drawing and tag != "svg"
        if tag == "a":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._drawing:
            return
        self.words += data.split()
        if self._open:
            words = self.links[self._open[-1]]
            words[-1] = " ".join([*words[-1].split(), *data.split()])

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def href(self, words: str) -> str:
        """Return where the first link of these words leads."""
        return next(href for href, said in self.links.items() if words in said)
