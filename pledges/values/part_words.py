"""The words by which a source says that only a part of something has come, without saying how much."""

PART_QUANTITIES = ("some", "part", "partly", "partially", "in part")
"""How a quantity of a later stage begins that says so."""

PART_PHRASES = (
    "partly", "partially", "in part", "some of", "the first(?! time)", "first batch", "second batch",
    "first deliveries", "a first delivery", "teilweise", "die ersten", "der erste", "erste lieferung",
    "частково", "перші", "першу партію",
)  # fmt: skip
"""What a quote says in such a case."""

PART_QUANTITY = rf"^\s*({'|'.join(PART_QUANTITIES)})\y"
PART_QUOTE = rf"\y({'|'.join(PART_PHRASES)})\y"
"""The patterns in the language of PostgreSQL, to be matched whatever the case."""


def says_part(entry: str) -> str:
    """The condition that the words of an entry, by its alias, say that a part has come."""
    return f"({entry}.quantity_text ~* '{PART_QUANTITY}' OR {entry}.quote ~* '{PART_QUOTE}')"
