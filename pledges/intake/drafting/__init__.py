"""From the words of a communiqué to draft claims: by rules, without a database, the same for the same text."""
