"""The public name of a fact, version.position: cited, corrected and taken back by it; it never changes."""


def name_fact(version: int, position: int) -> str:
    return f"{version}.{position}"


def public_name(row: str) -> str:
    """The SQL expression of the name of a row of facts."""
    return f"concat({row}.version_id, '.', {row}.position)"
