"""Tells by the bytes of a file what it is, whatever its name says, and decodes text."""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from pledges.intake.importers.import_limits import FileProblem
from pledges.values.media_types import HTML, PDF, TEXT, WACZ

ALLOWED = "text, an HTML page, a PDF file or a WACZ archive"

HEAD = 4_096
"""Bytes from the start by which a file is told."""

OTHERS = {
    b"\x1f\x8b": "compressed by gzip",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"{\\rtf": "a rich text document",
    b"WARC/": "a WARC file outside a WACZ archive",
}
"""What is refused by name, by how it begins."""

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|p|table|article|section|h1|ul|ol|br|iframe|a\s)"
    r"[\s>/]?",
    re.IGNORECASE,
)
"""An HTML page begins with one of these, after white space, comments and a declaration of XML."""

BEFORE_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)


def tell_type(content: bytes) -> str:
    """The media type of a file: text/plain, text/html, application/pdf or application/wacz.

    :raises FileProblem: it is none of these.
    """
    if b"%PDF-" in content[:1024]:
        return PDF
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return tell_archive(content)
    for beginning, called in OTHERS.items():
        if content.startswith(beginning):
            raise FileProblem("media_type", f"the file is {called}", f"{ALLOWED} can be kept")
    head = decode_text(content)[:HEAD]
    before = BEFORE_MARKUP.match(head)
    return HTML if MARKUP.match(head, before.end() if before else 0) else TEXT


def tell_archive(content: bytes) -> str:
    """WACZ, where a ZIP archive is one: it describes itself and holds WARC files.

    :raises FileProblem: it is another archive, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileProblem("broken", "the archive is damaged", f"{ALLOWED} can be kept") from error
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return WACZ
    called = "an Office document" if "[Content_Types].xml" in names else "a ZIP archive that is no WACZ archive"
    raise FileProblem("media_type", f"the file is {called}", f"{ALLOWED} can be kept; save a document as PDF")


def decode_text(content: bytes, *, declared: str = "") -> str:
    """The text that bytes hold: by their mark, as UTF-8, as they declare themselves, else as Windows-1252.

    :raises FileProblem: they hold none.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return require_text(content, encoding)
    if encoding := encoding_without_mark(content[:HEAD]):
        return require_text(content, encoding)
    if b"\0" in content:
        raise FileProblem("media_type", "the file holds NUL bytes: it is no text", f"{ALLOWED} can be kept")
    for encoding in ("utf-8", declared):
        try:
            return content.decode(encoding) if encoding else content.decode("cp1252")
        except (UnicodeDecodeError, LookupError):
            continue
    # Windows-1252 leaves five bytes without a character; ISO 8859-1 none.
    return content.decode("latin-1")


def require_text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileProblem(
            "encoding", f"the text begins as {encoding.upper()} and is not", "save it as UTF-8"
        ) from error
    return text


def encoding_without_mark(head: bytes) -> str:
    """UTF-16 without a mark: of Latin letters, every other byte is NUL."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else ""
