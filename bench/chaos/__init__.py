"""Faults under a publishing load: what is lost, what is doubled, how soon the site heals. `make chaos`."""
