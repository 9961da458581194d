"""JSON shapes of totals."""

from meetings.api.catalogue_json import Json
from pledges.answers import StagePart, TotalRow
from pledges.api.shapes import stage_json, stamp_json, sum_json, system_ref_json

MEMBERS = {"overdue": "lateness"}
"""Members of keys that would hide another member of the row."""


def total_json(row: TotalRow) -> Json:
    """Return a group: its keys with their names, then what the pledges in it add up to."""
    return {
        **{MEMBERS.get(key, key): value for key, value in row.keys.items()},
        **{f"{key}_name": name for key, name in row.names.items()},
        "aid_type": row.aid_type,
        **(system_ref_json(row.system, row.unit) if row.system else {}),
        **(stage_part_json(row.sums) if isinstance(row.sums, StagePart) else stage_json(row.sums)),
        **stamp_json(row),
    }


def stage_part_json(part: StagePart) -> Json:
    """Return what is at one stage; what was withdrawn has no amount."""
    quantity = {} if part.quantity is None else {"quantity": sum_json(part.quantity)}
    value = {
        "amount": None if part.value is None else sum_json(part.value),
        "unconverted": part.unconverted,
        "unvalued": part.unvalued,
        "basis": list(part.basis),
    }
    return {"pledges": part.pledges, **quantity, "value_eur": value}
