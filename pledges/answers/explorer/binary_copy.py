"""Reads the rows of a query as arrays: PostgreSQL's binary COPY has rows of one width where no column is NULL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from pledges.answers.moment_relations import fetch

Integers = NDArray[Any]
"""Whole numbers: of 64 bits, or Python's own where those would not hold them."""

HEADER = 19
"""Bytes before the first row: signature, flags and an empty extension."""
TRAILER = 2
"""Bytes after the last row."""


def read_columns(
    query: Callable[..., str], names: Sequence[str], params: Mapping[str, Any], *, number: str
) -> dict[str, Integers]:
    """The columns of a query by name; its figures are bigints, or numerics of any length.

    :raises DataError: a figure does not fit a bigint.
    """
    if number == "bigint":
        return copy_columns(query(number=number), names, params)
    rows = [[int(value) for value in row] for row in fetch(query(number=number), dict(params))]
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: np.array(column, dtype=object) for name, column in zip(names, columns, strict=True)}


def copy_columns(query: str, names: Sequence[str], params: Mapping[str, Any]) -> dict[str, Integers]:
    """The columns of a query by name; each has to be a bigint, and none NULL."""
    pairs = [((f"{name} width", ">i4"), (name, ">i8")) for name in names]
    dtype = np.dtype([("columns", ">i2"), *(part for pair in pairs for part in pair)])
    target = BytesIO()
    with connection.cursor() as cursor, connection.wrap_database_errors:
        sql = cursor.mogrify(query, params).decode()
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT binary)", target)
    rows = np.frombuffer(target.getbuffer()[HEADER:-TRAILER], dtype=dtype)
    return {name: rows[name].astype(np.int64) for name in names}
