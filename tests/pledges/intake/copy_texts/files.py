"""Files as people store them, made in memory."""

from __future__ import annotations

import gzip
import io
import json
import zipfile


def make_pdf(*lines: str, pages: int = 1) -> bytes:
    """Return a PDF file with these lines on each page."""
    shown = " 0 -20 Td ".join(f"({line}) Tj" for line in lines)
    content = f"BT /F1 12 Tf 20 200 Td {shown} ET".encode()
    kids = " ".join(f"{5 + number} 0 R" for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 3 0 R/Resources<</Font<</F1 4 0 R>>>>>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>".encode(),
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page] * pages,
    ]
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n" % number + part + b"\nendobj\n")
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, table))
    return file.getvalue()


LOCKED_PDF = make_pdf("Secret").replace(
    b"/Root 1 0 R>>",
    b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"00" * 32
    + b">/U<"
    + b"00" * 32
    + b">>>>>",
)
"""A file that no password of ours opens."""


def make_record(url: str, body: bytes, *, heads: str = "Content-Type: text/html", status: str = "200 OK") -> bytes:
    """Return a record of a WARC file with the answer of a server."""
    answer = f"HTTP/1.1 {status}\r\n{heads}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def make_wacz(*records: bytes, pages: tuple[str, ...] = (), level: int = 9) -> bytes:
    """Return a WACZ archive with each record packed by itself."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("archive/data.warc.gz", b"".join(gzip.compress(one, level) for one in records))
        if pages:
            lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": page} for page in pages)]
            archive.writestr("pages/pages.jsonl", "\n".join(json.dumps(line) for line in lines))
    return packed.getvalue()
