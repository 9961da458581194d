"""The text of a file of a known type, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable

from pledges.intake.copy_texts.copy_limits import MAX_TEXT
from pledges.intake.copy_texts.html_texts import read_html
from pledges.intake.copy_texts.pdf_texts import read_pdf
from pledges.intake.copy_texts.wacz_texts import read_wacz
from pledges.intake.importers.import_limits import FileProblem
from pledges.values.media_types import HTML, PDF, WACZ

READERS: dict[str, Callable[[bytes, str], str]] = {
    HTML: lambda content, _: read_html(content),
    PDF: lambda content, _: read_pdf(content),
    WACZ: lambda content, page_url: read_wacz(content, page_url=page_url),
}


def read_text(content: bytes, *, media_type: str, page_url: str = "") -> str:
    """The text of a file; of an archive that of the page at `page_url`, where it holds that.

    :raises FileProblem: it has none, or too much.
    """
    text = READERS[media_type](content, page_url)
    if len(text) > MAX_TEXT:
        raise FileProblem("text_length", f"the text has {len(text):,} characters", f"up to {MAX_TEXT:,} are kept")
    if not text.strip():
        raise FileProblem("no_text", "there is no text in it", "store a page whose words stand in the page itself")
    return text
