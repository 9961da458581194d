"""The text of what people store, and of what was made to do harm."""

from __future__ import annotations

import gzip

import pytest

from pledges.intake.copy_texts.copy_limits import MAX_EXPANDED, MAX_PAGES
from pledges.intake.copy_texts.read_texts import read_text
from pledges.intake.importers.import_limits import FileProblem
from pledges.values.media_types import HTML, PDF, WACZ
from tests.pledges.intake.copy_texts.files import LOCKED_PDF, make_pdf, make_record, make_wacz

AID, NEWS = "https://example.org/aid", "https://example.org/news"
BATTERIES = b"<title>Aid</title><p>Germany gives <b>two</b> Patriot&nbsp;batteries.</p>"
TANKS = b"<p>Norway gives eight tanks.</p>"

HOSTILE = b"""<!doctype html><html><head><title>x</title><style>p { color: red }</style>
<script>document.write("a hundred tanks")</script><meta http-equiv="refresh" content="0; url=javascript:alert(1)">
</head>
<body onload="alert(1)"><p>Two &lt;script&gt; tanks<img src=x onerror="alert(2)" alt="and ten more">

<iframe srcdoc="<p>inner"></iframe><svg><script>alert(3)</script></svg>

<ul><li>first<li>second</ul><!-- a comment --><noscript>without</noscript></body>"""


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        (BATTERIES, HTML, "Germany gives two Patriot\xa0batteries."),
        (HOSTILE, HTML, "Two <script> tanks\n\n  first\n  second"),
        ("<meta charset=windows-1251><p>Дві батареї".encode("cp1251"), HTML, "Дві батареї"),
        ("<p>Zwölf Geschütze".encode("latin-1"), HTML, "Zwölf Geschütze"),
        ("<p>Zwölf Geschütze".encode("utf-16"), HTML, "Zwölf Geschütze"),
        (b"<div>" * 50_000 + b"deep", HTML, "deep"),
        (make_pdf("Germany gives two", "Patriot batteries."), PDF, "Germany gives two\r\nPatriot batteries."),
        (make_pdf("two bat-", "teries"), PDF, "two bat\xadteries"),
        (make_pdf("Two.", pages=2), PDF, "Two.\n\nTwo."),
    ],
    ids=["page", "hostile page", "cp1251", "latin-1", "utf-16", "deep", "pdf", "broken word", "two pages"],
)
def test_text_is_what_a_reader_sees(content: bytes, media_type: str, text: str) -> None:
    assert read_text(content, media_type=media_type) == text


ARCHIVED = (
    make_record(AID, BATTERIES),
    make_record(NEWS, gzip.compress(TANKS), heads="Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip"),
    make_record(f"{AID}/old", b"<p>gone", status="404 Not Found"),
    make_record(f"{AID}/photo", b"\x89PNG", heads="Content-Type: image/png"),
    make_record(f"{AID}/list.pdf", make_pdf("Ten guns."), heads="Content-Type: application/pdf"),
    make_record(f"{AID}/broken.pdf", b"%PDF-1.4", heads="Content-Type: application/pdf"),
)
GERMANY, NORWAY = "Germany gives two Patriot\xa0batteries.", "Norway gives eight tanks."


@pytest.mark.parametrize(
    ("pages", "page_url", "text"),
    [
        ((), "", f"{GERMANY}\n\n{NORWAY}\n\nTen guns."),
        ((NEWS,), "", NORWAY),
        ((NEWS,), AID, GERMANY),
        ((NEWS, AID), "https://example.org/elsewhere", f"{GERMANY}\n\n{NORWAY}"),
    ],
    ids=["all", "listed", "asked", "asked and not there"],
)
def test_archive_gives_its_pages(pages: tuple[str, ...], page_url: str, text: str) -> None:
    assert read_text(make_wacz(*ARCHIVED, pages=pages), media_type=WACZ, page_url=page_url) == text


NOUGHT = make_record(AID, b"0" * (MAX_EXPANDED + 1), heads="Content-Type: image/png")
PACKED_TWICE = make_record(
    AID, gzip.compress(b"<p>" + b"0" * 30_000_000), heads="Content-Type: text/html\r\nContent-Encoding: gzip"
)


@pytest.mark.parametrize(
    ("content", "media_type", "problem"),
    [
        (LOCKED_PDF, PDF, "the PDF file is locked by a password"),
        (b"%PDF-1.7 and then nothing", PDF, "the PDF file is damaged"),
        (make_pdf(""), PDF, "the PDF file holds no text, only pictures"),
        (make_pdf("x", pages=MAX_PAGES + 1), PDF, "the PDF file has 1,001 pages"),
        (b"<script>let app</script>", HTML, "there is no text in it"),
        (b"<p>" + b"word " * 500_000, HTML, "the text has 2,499,999 characters"),
        (make_wacz(NOUGHT, level=1), WACZ, "the archive unpacks to more than 200 MB"),
        (make_wacz(PACKED_TWICE, level=1), WACZ, "a page unpacks to more than 25 MB"),
        (make_wacz(), WACZ, "the archive holds no page with text"),
        (make_wacz(b"no record at all"), WACZ, "the archive is damaged"),
        (make_wacz(*ARCHIVED)[:-200], WACZ, "the archive is damaged"),
        (make_wacz(*ARCHIVED, pages=("x",)).replace(b'"pages"}', b'"pages"!'), WACZ, "the archive is damaged"),
    ],
    ids=["locked", "damaged", "pictures", "pages", "script", "long", "bomb", "bomb in a bomb", "empty", "no record",
         "cut", "pages spoilt"],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content: bytes, media_type: str, problem: str) -> None:
    with pytest.raises(FileProblem) as refused:
        read_text(content, media_type=media_type)
    assert refused.value.message == problem
    assert refused.value.hint
