"""What the fuzzer is told of the data: which names there are, and which refusals depend on them and not on a form.

The description gives the form of a parameter; `donor=QQ` has the right form, and is refused because no donor is called
so. Requests that are meant to be right therefore get names that exist.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from zlib import crc32

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from tests.pledges.api.client.fuzz.change_sets import SELF, Steps

LISTS = {
    "donor": ("donors", "code"),
    "attributed_to": ("donors", "code"),
    "beneficiary": ("donors", "code"),
    "system": ("systems", "slug"),
    "meeting": ("meetings", "slug"),
    "since_meeting": ("meetings", "slug"),
    "forum": ("meetings", "forum"),
    "coalition": ("coalitions", "slug"),
    "initiative": ("initiatives", "slug"),
    "package": ("packages", "slug"),
}
"""The parameters that take names, and where these are listed."""

FIGURES = ["all:pledges", "system:patriot:battery:promised", "donor:DEU:value_eur:promised"]
"""Addresses of figures that any data have."""

OF_PAGES = ("cursor", "page_size", "count")
CODES = {
    "unknown_value",  # a name that nothing has
    "unknown_pair",  # the same, of a pair of duplicates
    "unknown_version",  # a version that is not there yet
    "catalogue_moved",  # a version of the catalogue that was not kept
    "unknown_catalogue",  # one that is not there yet
    "methods_moved",  # a version of the methods that is not today's
    "catalogue_too_old",  # one before the facts
    "invalid_cursor",  # only the site makes cursors
    "not_of_downloads",  # parameters that exclude each other
    "idempotency_key_reused",  # a key that stands for another request
    "stale",  # the mark of a state that a change set is not in
    "repeated_pair",  # two outcomes for one pair
    "file_refused",  # bytes that are no text, no page and no archive
    "outcome_does_not_fit",  # an outcome that these two statements cannot have
}


@cache
def names(site: str, resource: str, field: str) -> list[str]:
    """Return the names that a list has."""
    rows = requests.get(f"{site}/api/v1/{resource}/", {"page_size": 500}, timeout=60).json()["results"]
    return sorted({row[field] for row in rows})


@cache
def versions(site: str) -> tuple[int, int]:
    """Return the version of the data and of the catalogue."""
    headers = requests.get(f"{site}/api/v1/", timeout=60).headers
    return int(headers["Ramstein-Version"]), int(headers["Ramstein-Catalogue"])


def existing_names(value: Any, known: list[str]) -> Any:
    """Return names that exist, as many as are given; an empty one stays so."""
    if isinstance(value, list):
        return [existing_names(one, known) for one in value]
    return known[crc32(str(value).encode(errors="replace")) % len(known)] if value else value


def sensible(site: str, query: dict[str, Any]) -> dict[str, Any]:
    """Return the query with names and versions that exist, and without parameters that exclude each other."""
    data, catalogue = versions(site)
    found = {
        name: existing_names(value, names(site, *LISTS[name])) if name in LISTS else value
        for name, value in query.items()
    }
    if found.get("catalogue"):
        found["catalogue"] = catalogue
    if found.get("figure"):
        found["figure"] = existing_names(found["figure"], FIGURES)
    if re.fullmatch(r"v\d+", str(found.get("known_at"))):
        found["known_at"] = f"v{int(found['known_at'][1:]) % (data + 1)}"
    if str(found.get("manifest")).casefold() == "true" and found.get("format", "json") in ("", "json"):
        found["format"] = "csv"
    downloaded = found.get("format", "json") not in ("", "json")
    return {name: value for name, value in found.items() if not (downloaded and name in OF_PAGES)}


used: set[str] = set()
"""The idempotency keys that were sent."""


def fresh(key: str) -> str:
    """Return a key that was not sent yet: this one, or one made of it."""
    found, number = key, 0
    while found in used:
        number += 1
        found = f"{len(used)}-{number}"
    used.add(found)
    return found


@cache
def steps(site: str) -> Steps:
    """Return the change sets of a site."""
    return Steps(site)


def step_of(case: Any) -> str:
    """Return the step of a change set that a request takes, or what of one it reads; empty elsewhere."""
    _, of_one, step = case.operation.path.partition("/changesets/{id}/")
    return (step.strip("/") or "detail") if of_one else ""


def is_right(case: Any, *parts: ParameterLocation) -> bool:
    """Return whether these parts of a request, or all, are meant to be right."""
    if case.meta is None:
        return False
    found = [case.meta.components[part].mode for part in parts if part in case.meta.components]
    return all(mode.is_positive for mode in found or [case.meta.generation.mode])


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Give a request that is meant to be right names that exist, a key of its own, and a state that it is from."""
    if case.meta is None:
        return
    site = case.operation.schema.get_base_url().removesuffix("/")
    if SELF and step_of(case) and case.meta.phase.name != TestPhase.STATEFUL and is_right(case, ParameterLocation.PATH):
        case.path_parameters["id"] = steps(site).waiting_for(step_of(case))
    if not is_right(case):
        return
    if case.query:
        case.query = sensible(site, dict(case.query))
    if SELF and step_of(case) == "duplicates":
        pairs = steps(site).pairs()
        case.body = {
            "decisions": [one | {"pair": pair} for one, pair in zip(case.body["decisions"], pairs, strict=False)]
        }
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = fresh(case.headers["Idempotency-Key"])
    if "If-Match" in case.headers and crc32(case.headers["If-Match"].encode()) % 4:
        case.headers["If-Match"] = "*"


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Take another change set for the next step, where this one was taken."""
    if SELF and step_of(case) and response.status_code < 300:
        steps(case.operation.schema.get_base_url().removesuffix("/")).forget_changeset(step_of(case))


def closed_words(case: Any) -> set[str]:
    """Return the parameters that take words of a closed list: these are all described."""
    found = set()
    for parameter in case.operation.definition.raw.get("parameters", []):
        schema = parameter.get("schema", {})
        if "enum" in schema or "enum" in schema.get("items", {}):
            found.add(f"/query/{parameter['name']}")
    return found


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Keep every failure but refusals of well-formed requests for what only the data can tell."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code not in (400, 410, 412, 422):
        return True
    problem = response.json()
    codes = {one["code"] for one in problem["errors"]} or {problem["code"]}
    words = {one["pointer"] for one in problem["errors"] if one["code"] == "unknown_value"} & closed_words(case)
    return bool(codes - CODES or words)
