"""How the catalogue names what stands for any of a kind, since no source states the type."""

VAGUE_NAME = r"^Unspecified |, (?:unspecified|types? not stated|calibre not stated)$"
"""A pattern that Python and PostgreSQL read alike."""
