"""The text of the pages in a WACZ archive: https://specs.webrecorder.net/wacz/1.1.1/."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pledges.intake.copy_texts.copy_limits import MAX_BYTES, MAX_EXPANDED, MAX_MEMBERS, MAX_TEXT
from pledges.intake.copy_texts.html_texts import read_html
from pledges.intake.copy_texts.pdf_texts import read_pdf
from pledges.intake.copy_texts.told_types import decode_text, tell_type
from pledges.intake.importers.import_limits import FileProblem, megabytes
from pledges.values.media_types import HTML, PDF, TEXT

PAGE_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
READABLE = frozenset({HTML, PDF, TEXT, "application/xhtml+xml"})
DAMAGED = (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError, ArchiveLoadFailed, ValueError, KeyError, OSError)


class Allowance:
    """How many bytes may still be unpacked of one archive, whatever its headers say."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        """Take off what was unpacked.

        :raises FileProblem: it was too much.
        """
        self.left -= count
        if self.left < 0:
            message = f"the archive unpacks to more than {megabytes(MAX_EXPANDED)}"
            raise FileProblem("expanded", message, "store the page alone")


class CountedStream(io.RawIOBase):
    """Reads on while the allowance lasts."""

    def __init__(self, stream: Any, allowance: Allowance) -> None:
        self.stream, self.allowance = stream, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.stream.read(len(buffer))
        self.allowance.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def read_wacz(content: bytes, *, page_url: str = "") -> str:
    """The page of that address, else all pages that the archive lists, else all that it holds.

    :raises FileProblem: it is damaged, unpacks to too much, or holds no page.
    """
    allowance = Allowance(MAX_EXPANDED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.namelist()) > MAX_MEMBERS:
                raise FileProblem("members", f"the archive has over {MAX_MEMBERS:,} files", "store the page alone")
            wanted = {page_url} if page_url else set(list_pages(archive, allowance))
            found = dict(read_records(archive, allowance, wanted=wanted))
    except DAMAGED as error:
        raise FileProblem("broken", "the archive is damaged", "store it anew") from error
    if not found and page_url:
        return read_wacz(content)
    if not found:
        raise FileProblem("no_text", "the archive holds no page with text", "store a page that is archived whole")
    return "\n\n".join(found.values())


def list_pages(archive: zipfile.ZipFile, allowance: Allowance) -> Iterator[str]:
    """The addresses of the pages that people saved, beside pictures and scripts of theirs."""
    for name in PAGE_LISTS:
        if name in archive.namelist():
            with archive.open(name) as file:
                for line in io.BufferedReader(CountedStream(file, allowance)):
                    stated = json.loads(line)
                    if isinstance(stated, dict) and isinstance(stated.get("url"), str):
                        yield stated["url"]


def read_records(archive: zipfile.ZipFile, allowance: Allowance, *, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Address and text of the answers that archived pages are, the first of an address."""
    seen, length = set[str](), 0
    for name in sorted(archive.namelist()):
        if not name.startswith("archive/") or not name.endswith((".warc", ".warc.gz")):
            continue
        with archive.open(name) as file:
            for record in ArchiveIterator(unpack(file, allowance, packed=name.endswith(".gz"))):
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type != "response" or address in seen or (wanted and address not in wanted):
                    continue
                text = read_response(record, allowance)
                if text.strip():
                    seen.add(address)
                    length += len(text)
                    if length > MAX_TEXT:
                        raise FileProblem(
                            "text_length", f"its pages have over {MAX_TEXT:,} characters", "store one page"
                        )
                    yield address, text


def unpack(file: Any, allowance: Allowance, *, packed: bool) -> BinaryIO:
    """A WARC file as it reads unpacked, counted."""
    plain: Any = gzip.GzipFile(fileobj=io.BufferedReader(CountedStream(file, allowance))) if packed else file
    return io.BufferedReader(CountedStream(plain, allowance))


def read_response(record: Any, allowance: Allowance) -> str:
    """The text of an answer of a web server, blank where it is none of a page."""
    heads = record.http_headers
    if heads is None or heads.get_statuscode() != "200":
        return ""
    said = Message()
    said["Content-Type"] = heads.get_header("Content-Type") or ""
    if said.get_content_type() not in READABLE:
        return ""
    # What a server packed is unpacked here, up to a limit: a header may lie about its size.
    body = record.content_stream().read(MAX_BYTES + 1)
    allowance.spend(len(body))
    if len(body) > MAX_BYTES:
        raise FileProblem("expanded", f"a page unpacks to more than {megabytes(MAX_BYTES)}", "store the page alone")
    return read_page(body, declared=str(said.get_content_charset() or ""))


def read_page(body: bytes, *, declared: str) -> str:
    """The text of one page, by what its bytes are; a page that cannot be read has none."""
    try:
        media_type = tell_type(body)
        if media_type == PDF:
            return read_pdf(body)
        return read_html(body, declared=declared) if media_type == HTML else decode_text(body, declared=declared)
    except FileProblem:
        return ""
