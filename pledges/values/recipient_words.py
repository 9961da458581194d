"""Whether words name the recipient, and how near a window must be to say when."""

import re

NEAR = 31
"""Days that a window may last and still say when: a month."""

RECIPIENT = r"\yu[ck]r[ae]|укра[їиi]|\yky[iy]*v|\ykie[vw]|\yzelen"
"""Ukraine, its capital and its president in the languages of sources, as a regular expression of PostgreSQL."""

IN_PYTHON = re.compile(RECIPIENT.replace(r"\y", r"\b"), re.IGNORECASE)


def names_recipient(row: str) -> str:
    """The SQL condition that the words quoted for a fact name the recipient."""
    return f"{row}.quote ~* '{RECIPIENT}'"


def says_recipient(words: str) -> bool:
    return IN_PYTHON.search(words) is not None
