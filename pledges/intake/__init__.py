"""Change sets on their way in: reading, planning, drafts, and the starter data."""
