"""Where something is certainly or possibly missing: of a need, and of a stock for what is owed from it, as SQL."""


def gap_alarm(gap: str) -> str:
    """The alarm of a gap: certainly where something is missing whatever the true numbers are."""
    return f"""CASE WHEN {gap}.gap_low > 0 THEN 'certainly'
        WHEN {gap}.gap_high IS NULL OR {gap}.gap_high > 0 THEN 'possibly' ELSE 'no' END"""


def headroom_alarm(row: str) -> str:
    """The alarm of a stock of which more is owed than it holds; none where it is stale or in other units."""
    most = f"greatest(coalesce({row}.available_high, 'Infinity') - {row}.left_low, 0)"
    least = f"greatest({row}.available_low - coalesce({row}.left_high, 'Infinity'), 0)"
    return f"""CASE WHEN {row}.stale OR {row}.units_differ THEN NULL
        WHEN {row}.owed_low > {most} THEN 'certainly'
        WHEN coalesce({row}.owed_high, 'Infinity') > {least} THEN 'possibly' ELSE 'no' END"""
