"""The text that a reader sees of an HTML page: no scripts, no styles, no markup."""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text

from pledges.intake.copy_texts.told_types import decode_text

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
DECLARED_WITHIN = 4_096


def read_html(content: bytes, *, declared: str = "") -> str:
    """All text of a page, in its order; menus and comments too, since a quote may be of any place.

    `declared` is the encoding that came with the page, which goes before the one that it states itself.
    """
    stated = CHARSET.search(content[:DECLARED_WITHIN])
    encoding = declared or (stated[1].decode("ascii", "replace") if stated else "")
    page = decode_text(content, declared=encoding)
    return extract_plain_text(page, preserve_formatting=True, list_bullets=False, alt_texts=False, comments=True)
