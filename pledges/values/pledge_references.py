"""How the reference of a pledge is written: the year it was announced, its lead donor, a number."""

REFERENCE_FORM = r"\d{4}-[A-Z]{2,5}-\d{3,}"
"""As in 2025-DEU-014, without anchors."""
