"""The REST API: parses, makes one call inward, and responds."""
