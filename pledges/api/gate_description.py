"""What the gate does to every operation, written into the OpenAPI document: tokens, limits, and their refusals."""

from __future__ import annotations

from typing import Any

RATE_HEADERS = {
    "RateLimit": 'What is left, and in how many seconds all of it is back: `"address";r=1199;t=1`.',
    "RateLimit-Policy": 'The quota: so many requests in so many seconds, as in `"address";q=1200;w=60`.',
}
PROBLEM_SCHEMA = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
REFUSALS: dict[str, dict[str, Any]] = {
    "401": {
        "description": "There is no token where one is needed, or it gives no access.",
        "headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "How to authenticate."}},
        "content": {"application/problem+json": PROBLEM_SCHEMA},
    },
    "429": {
        "description": "Too many requests.",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}},
        "content": {"application/problem+json": PROBLEM_SCHEMA},
    },
}


def describe_gate(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:  # noqa: FBT001 - called by drf-spectacular in this form
    """Add to each operation of the document what the gate may answer, and the headers that it sends."""
    for operations in result["paths"].values():
        for operation in operations.values():
            # Reading needs no token, but takes one.
            if operation.get("security", [{}]) == [{}]:
                operation["security"] = [{}, {"token": []}]
            responses = operation["responses"]
            for status, refusal in REFUSALS.items():
                responses.setdefault(status, dict(refusal))
            for response in responses.values():
                response["headers"] = {**response.get("headers", {}), **rate_headers()}
            operation["responses"] = dict(sorted(responses.items()))
    return result


def close_bodies(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:  # noqa: FBT001 - called by drf-spectacular in this form
    """Mark in the document that bodies take no members but those described."""
    schemas = result["components"]["schemas"]
    bodies = [
        operation["requestBody"]
        for operations in result["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    ]
    for name in named_in(bodies, schemas):
        schemas[name]["additionalProperties"] = False
    return result


def named_in(part: Any, schemas: dict[str, Any]) -> set[str]:
    """The components that a part of the document refers to, at any depth."""
    if isinstance(part, list):
        return {name for one in part for name in named_in(one, schemas)}
    if not isinstance(part, dict):
        return set()
    inner = named_in(list(part.values()), schemas)
    if "$ref" not in part:
        return inner
    name = part["$ref"].rpartition("/")[2]
    return inner | {name} | named_in(schemas[name], schemas) if schemas[name].get("type") == "object" else inner


def rate_headers() -> dict[str, Any]:
    return {name: {"schema": {"type": "string"}, "description": words} for name, words in RATE_HEADERS.items()}
