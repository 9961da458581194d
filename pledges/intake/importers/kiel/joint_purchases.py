"""Joint purchases that Kiel splits into fractions of a unit: one pledge again where the rows say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pledges.intake.importers.kiel.kiel_cells import SIX_PLACES, as_text, fold
from pledges.intake.importers.kiel.kiel_reading import KielRow

SHARE_PLACES = Decimal("0.0000000001")
OFF_BY = Decimal("0.00001")


def join_shares(rows: Sequence[KielRow]) -> list[KielRow]:
    """The rows with every joint purchase as one row that lists its shares; other fractions carry a note.

    Rows are one purchase when they name the same item, come from different donors, hold the same fraction of a unit,
    add up to a whole number, and either share their explanation or one of them names all the other donors.
    """
    # Kiel writes the same fraction of a unit for each of the donors.
    alike: dict[tuple[str, Decimal], list[KielRow]] = defaultdict(list)
    for row in rows:
        if row.item and (quantity := fraction(row.units)) is not None:
            alike[fold(row.item), quantity].append(row)
    absorbed: set[int] = set()
    for (_, quantity), shares in alike.items():
        lead = speaker(shares, quantity)
        if lead is not None:
            absorbed |= {id(row) for row in shares if row is not lead}
            merge(lead, shares, quantity)
        else:
            for row in shares:
                row.notes.append("Kiel gives a fraction of a unit: a share of something bought together or in parts")
    return [row for row in rows if id(row) not in absorbed]


def fraction(units: str) -> Decimal | None:
    """A number of units that is not whole."""
    try:
        number = Decimal(units)
    except ArithmeticError:
        return None
    return number if number != number.to_integral_value() else None


def speaker(shares: Sequence[KielRow], quantity: Decimal) -> KielRow | None:
    """The row that the joint purchase goes by, None where the rows do not say that they are one."""
    donors = {fold(row.donor) for row in shares}
    whole = quantity * len(shares)
    if len(shares) < 2 or len(donors) < len(shares) or abs(whole - whole.to_integral_value()) > OFF_BY:
        return None
    if len({row.explanation for row in shares}) == 1 and shares[0].explanation:
        return shares[0]
    for row in shares:
        if all(name in row.explanation for name in donors - {fold(row.donor)}):
            return row
    return None


def merge(lead: KielRow, shares: Sequence[KielRow], quantity: Decimal) -> None:
    """Make one row of the shares: the whole quantity, and what of it has been delivered."""
    lead.shares = [lead, *(row for row in shares if row is not lead)]
    lead.units = as_text((quantity * len(shares)).to_integral_value())
    known = [Decimal(row.delivered) for row in shares if row.delivered.replace(".", "", 1).isdigit()]
    total = sum(known, Decimal(0))
    if abs(total - total.to_integral_value()) <= OFF_BY:
        total = total.to_integral_value()
    stated = as_text(total.quantize(SIX_PLACES).normalize())
    if len(known) == len(shares):
        lead.delivered = stated
    elif known:
        lead.delivered = f"at least {stated}"
    packages = ", ".join(row.package for row in lead.shares)
    lead.notes.append(f"one purchase that Kiel splits among {packages}")


def parties_of(row: KielRow, codes: Sequence[str]) -> str:
    """The funders of a row as a cell: one, or several in equal shares that add up to the whole."""
    if len(codes) < 2:
        return f"{codes[0]}:funder"
    share = (Decimal(1) / len(codes)).quantize(SHARE_PLACES)
    shares = [share] * (len(codes) - 1)
    # The last share takes what rounding leaves, so that the whole is one.
    shares.append(1 - sum(shares, Decimal(0)))
    return ";".join(f"{code}:funder:{as_text(part)}" for code, part in zip(codes, shares, strict=True))
