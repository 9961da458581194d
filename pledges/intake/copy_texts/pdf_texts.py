"""The text of a PDF file, page after page."""

from __future__ import annotations

import pypdfium2

from pledges.intake.copy_texts.copy_limits import MAX_PAGES, MAX_TEXT
from pledges.intake.importers.import_limits import FileProblem

SOFT_HYPHEN = "\u00ad"
WORD_BROKEN = ("\x02", "\ufffe")
"""What PDFium writes for a hyphen at the end of a line, between the two halves of a word."""

PASSWORD_NEEDED = 4


def read_pdf(content: bytes) -> str:
    """All pages, parted by an empty line; a word that a line breaks is whole again, with a soft hyphen.

    :raises FileProblem: it is damaged, locked, has too many pages, or holds pictures only.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD_NEEDED:
            raise FileProblem("encrypted", "the PDF file is locked by a password", "store an open one") from error
        raise FileProblem("broken", "the PDF file is damaged", "store it anew from its page") from error
    if len(document) > MAX_PAGES:
        raise FileProblem("pages", f"the PDF file has {len(document):,} pages", f"up to {MAX_PAGES:,} are read")
    text = "\n\n".join(read_pages(document))
    if not text.strip():
        raise FileProblem("no_text", "the PDF file holds no text, only pictures", "paste its text beside it")
    for broken in WORD_BROKEN:
        text = text.replace(broken, SOFT_HYPHEN)
    return text


def read_pages(document: pypdfium2.PdfDocument) -> list[str]:
    """The text of every page; a page that is damaged has none.

    :raises FileProblem: there is too much.
    """
    pages, length = [], 0
    for number in range(len(document)):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            text = ""
        length += len(text)
        if length > MAX_TEXT:
            raise FileProblem("text_length", f"the text has over {MAX_TEXT:,} characters", "store a part of it")
        pages.append(text)
    return pages
