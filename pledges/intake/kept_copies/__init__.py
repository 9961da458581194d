"""Keeping what sources say: storing a copy by its hash, reading its text, and giving it to a source."""

from pledges.intake.kept_copies.attach_copies import attach_copy
from pledges.intake.kept_copies.read_copies import read_waiting
from pledges.intake.kept_copies.store_copies import store_copy, store_text

__all__ = ["attach_copy", "read_waiting", "store_copy", "store_text"]
