"""Whether words name the recipient, and how near a window must be to say when."""

NEAR = 31
"""Days that a window may last and still say when: a month."""

NAMES = r"\yu[ck]r[ae]|укра[їиi]|\yky[iy]*v|\ykie[vw]|\yzelen"
"""Ukraine, its capital and its president in the languages of sources, as a regular expression of PostgreSQL."""


def names_recipient(row: str) -> str:
    """The SQL condition that the words quoted for a fact name the recipient."""
    return f"{row}.quote ~* '{NAMES}'"
