"""What the API is measured against: an answer that is there already, and the same rows by bare SQL and orjson.

The bare views read no parameters but the filters below, know one moment only, check nothing, and leave out the words
for figures and dates; their rows are so much cheaper to make.
"""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from decimal import Decimal
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse

from pledges.answers.fields.pledge_fields import FIGURES
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES

ENDS = ("low", "best", "high")
NAMES = ("reference", "system", "system_name", "kind", "capability", "unit", "aid_type", "beneficiary", "meeting")
NAMES += ("coalition", "initiative", "package", "restates", "counted", "status", "overdue", "unannounced_delivery")
NAMES += ("unconverted", "unvalued", "announced_start", "announced_end", "delivered_start", "delivered_end")
NAMES += ("due_start", "due_end")
FIGURE_COLUMNS = [f"st.{name}_{end}" for name in FIGURES for end in ENDS]
VALUE_COLUMNS = [f"st.value_{name}_{end}" for name in VALUE_FIGURES for end in ENDS]

NAMED = (
    ("meetings_donor", "code", "beneficiary"),
    *((f"meetings_{key}", "slug", key) for key in ("meeting", "coalition", "initiative")),
    ("pledges_package", "slug", "package"),
    ("pledges_pledge", "reference", "restates"),
)
# Not joins: planning ten of them takes longer than all the rest.
JOINED = f"""
    SELECT st.terms_id, p.reference, system.slug, system.name, system.kind, system.capability, st.unit, st.aid_type,
        {", ".join(f"(SELECT {name} FROM {table} WHERE id = st.{key}_id)" for table, name, key in NAMED)},
        st.counted, st.status, st.overdue, st.unannounced, st.unconverted, st.unvalued,
        st.announced_start, st.announced_end, st.delivered_start, st.delivered_end, st.due_start, st.due_end,
        {", ".join([*FIGURE_COLUMNS, *VALUE_COLUMNS])}
    FROM pledges_pledgestate AS st
    JOIN pledges_pledge AS p ON p.id = st.pledge_id
    JOIN pledges_system AS system ON system.id = st.system_id
"""
PARTIES = """
    SELECT tp.terms_id, d.code, d.name, tp.role, tp.share, tp.words
    FROM pledges_termsparty AS tp JOIN meetings_donor AS d ON d.id = tp.donor_id
    WHERE tp.terms_id = ANY(%s) ORDER BY tp.terms_id, tp.share DESC NULLS LAST, d.code
"""


def plain(value: Any) -> Any:
    """Return a decimal as a JSON number."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def answer(rows: list[dict[str, Any]]) -> HttpResponse:
    return HttpResponse(orjson.dumps({"results": rows}, default=plain), content_type="application/json")


def constant(request: HttpRequest) -> HttpResponse:
    """Return so many bytes."""
    return HttpResponse(b"x" * int(request.GET["bytes"]), content_type="application/json")


def bounds(row: tuple[Any, ...], at: int, names: tuple[str, ...], width: int = 3) -> dict[str, Any]:
    """Return figures from columns that stand side by side."""
    keys = ("low", "best", "high", "unbounded")[:width]
    return {
        name: dict(zip(keys, row[at + width * n : at + width * n + width], strict=True)) for n, name in enumerate(names)
    }


def pledges(request: HttpRequest) -> HttpResponse:
    """Return a hundred pledges, of one system where asked."""
    where, params = ("WHERE system.slug = %s", [request.GET["system"]]) if "system" in request.GET else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f"{JOINED} {where} ORDER BY p.reference LIMIT 100", params)
        found = cursor.fetchall()
        cursor.execute(PARTIES, [[row[0] for row in found]])
        parties: dict[int, list[dict[str, Any]]] = {}
        for terms, code, name, role, share, words in cursor.fetchall():
            party = {"code": code, "name": name, "role": role, "share": share, "words": words}
            parties.setdefault(terms, []).append(party)
    return answer(
        [
            {
                **dict(zip(NAMES, row[1:26], strict=True)),
                "donors": parties.get(row[0], []),
                **bounds(row, 26, FIGURES),
                "value_eur": bounds(row, 26 + 3 * len(FIGURES), VALUE_FIGURES),
            }
            for row in found
        ]
    )


SUM_COLUMNS = [f"s.{name}_{end}" for name in QUANTITY_FIGURES for end in (*ENDS, "unbounded")]
SUM_COLUMNS += [f"s.value_{name}_{end}" for name in VALUE_FIGURES for end in (*ENDS, "unbounded")]
KEYS = ("system", "system_name", "kind", "capability", "unit", "pledges", "certainly", "possibly", "no", "not_dated")
KEYS += ("unconverted", "unvalued", "dataset_version", "computed_at", "required_basis")
SUMMED = f"""
    SELECT system.slug, system.name, system.kind, system.capability, s.unit, s.pledges, s.overdue_certainly,
        s.overdue_possibly, s.overdue_no, s.overdue_not_dated, s.unconverted, s.unvalued, s.dataset_version,
        s.computed_at, r.basis, {", ".join(SUM_COLUMNS)}, g.required_low, g.required_best, g.required_high,
        g.gap_low, g.gap_best, g.gap_high
    FROM pledges_summary AS s
    JOIN pledges_system AS system ON system.id = s.system_id
    LEFT JOIN pledges_gapsummary AS g ON g.system_id = s.system_id AND g.unit = s.unit
    LEFT JOIN pledges_requirement AS r ON r.id = g.requirement_id
    WHERE s.scope = 'system' AND s.aid_type = 'military' ORDER BY system.slug, s.unit LIMIT 100
"""


def summaries(request: HttpRequest) -> HttpResponse:
    """Return the sums of a hundred systems and units."""
    with connection.cursor() as cursor:
        cursor.execute(SUMMED)
        found = cursor.fetchall()
    values = 15 + 4 * len(QUANTITY_FIGURES)
    return answer(
        [
            {
                **dict(zip(KEYS, row[:15], strict=True)),
                **bounds(row, 15, QUANTITY_FIGURES, 4),
                "value_eur": bounds(row, values, VALUE_FIGURES, 4),
                **bounds(row, values + 4 * len(VALUE_FIGURES), ("required", "gap")),
            }
            for row in found
        ]
    )
