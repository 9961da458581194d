"""Wiring: settings, URLs, background work, the embedded servers and their commands."""
