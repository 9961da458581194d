"""Reads the text of a file that strangers wrote: in a process of its own, with limits, and without Django's models.

Nothing here is imported by more than a command line: `python -m pledges.intake.copy_texts`.
"""
