"""Examples of answers in the description of the API, from the files that `example_making` wrote before the start."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings

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
    "drafts": 1,
}
"""What the examples are about, by the first word of the address."""


def example_of(operation_id: str) -> Any:
    """The answer that stands as the example of an operation; None on a site without the starter data."""
    file = settings.API_EXAMPLES / f"{operation_id}.json"
    return orjson.loads(file.read_bytes()) if file.exists() else None


def with_examples(operation: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
    operation_id = operation["operationId"]
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter["example"] = NAMES[operation["tags"][0]]
    example = example_of(operation_id)
    if example is not None:
        content = operation["responses"][str(status)]["content"]["application/json"]
        summary = "From the data that this site starts with"
        content["examples"] = {"Starter": {"summary": summary, "value": example}}
    return operation


def with_empty_values(operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with its parameters marked as taking an empty value, which counts as missing."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            parameter["allowEmptyValue"] = True
    return operation
