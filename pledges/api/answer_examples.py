"""Examples of answers in the description of the API: what it answered over the starter data, kept in files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).resolve().parent.parent / "data" / "api_examples"
NAMES: dict[str, str | int] = {
    "systems": "patriot",
    "pledges": "2023-DEU-012",
    "packages": "purl-1",
    "meetings": "udcg-28",
    "donors": "DEU",
    "coalitions": "iamd",
    "initiatives": "iaad",
    "sources": 1,
    "releases": 1,
    "changesets": 1,
}
"""What the examples are about, by the first word of the address."""


@cache
def example_of(operation_id: str) -> Any:
    """Return the answer that stands as the example of an operation."""
    return orjson.loads((FOLDER / f"{operation_id}.json").read_bytes())


def with_examples(operation: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
    """Return an operation of the description with an example of its answer and of the name in its address."""
    operation_id = operation["operationId"]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter["example"] = NAMES[operation["tags"][0]]
    content = operation["responses"][str(status)]["content"]["application/json"]
    summary = "From the data that this site starts with"
    content["examples"] = {"Starter": {"summary": summary, "value": example_of(operation_id)}}
    return operation


def with_empty_values(operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation with its parameters marked as taking an empty value, which counts as missing."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            parameter["allowEmptyValue"] = True
    return operation
