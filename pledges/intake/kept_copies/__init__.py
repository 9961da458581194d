"""Keeping what sources say: storing a copy by its hash, reading its text, and giving it to a source."""

from pledges.intake.kept_copies.store_copies import store_copy, store_text

__all__ = ["store_copy", "store_text"]
