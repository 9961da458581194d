"""A file is told by its bytes, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from pledges.intake.copy_texts.told_types import decode_text, tell_type
from pledges.intake.importers.import_limits import FileProblem


def zip_of(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"Germany gives two batteries.", "text/plain"),
        (b"a < b and <unknown> words", "text/plain"),
        (b"We read <p> in the text", "text/plain"),
        (b"\n <!-- saved --> <!DOCTYPE html>\n<title>x</title>", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "text/html"),
        ("<html>".encode("utf-16"), "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk before\n%PDF-1.4\n", "application/pdf"),
        (zip_of(datapackage_json="{}", archive__data_warc="WARC/1.0"), "application/wacz"),
        ("Україна".encode("utf-16-le"), "text/plain"),
    ],
)
def test_type_is_told(content: bytes, media_type: str) -> None:
    if content.startswith("Україна".encode("utf-16-le")):
        content = b"\xff\xfe" + content
    assert tell_type(content) == media_type


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n", "the file is a PNG picture"),
        (b"\x1f\x8b\x08", "the file is compressed by gzip"),
        (b"WARC/1.0\r\n", "the file is a WARC file outside a WACZ archive"),
        (zip_of(a_txt="x"), "the file is a ZIP archive that is no WACZ archive"),
        (zip_of(), "the file is a ZIP archive that is no WACZ archive"),
        (b"PK\x03\x04 and no more", "the archive is damaged"),
        (b"words\0with\0nuls and more words after them", "the file holds NUL bytes: it is no text"),
    ],
)
def test_other_files_are_refused_by_name(content: bytes, message: str) -> None:
    with pytest.raises(FileProblem) as refused:
        tell_type(content)
    assert refused.value.message == message
    assert refused.value.hint.startswith("text, an HTML page, a PDF file or a WACZ archive can be kept")


def test_an_office_document_is_said_to_be_one() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(FileProblem, match="Office document"):
        tell_type(packed.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_text_is_decoded(encoding: str) -> None:
    assert decode_text("Größe: 20 Stück".encode(encoding)) == "Größe: 20 Stück"


def test_a_declared_encoding_is_taken_where_the_bytes_are_no_utf_8() -> None:
    content = "Україна отримає".encode("cp1251")
    assert decode_text(content, declared="windows-1251") == "Україна отримає"
    assert decode_text(content, declared="no-such-encoding") == content.decode("cp1252")


def test_bytes_without_a_character_in_windows_1252_are_read_all_the_same() -> None:
    assert decode_text(b"a\x81b\xe9") == "a\x81bé"


def test_a_mark_that_lies_is_said() -> None:
    with pytest.raises(FileProblem, match="the text begins as UTF-16 and is not"):
        decode_text(b"\xff\xfe\x00\xd8\x00")
