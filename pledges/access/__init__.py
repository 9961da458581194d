"""Who may do what: staff accounts, tokens of programs, and the stored answers to their writes."""
