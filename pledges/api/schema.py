"""Describes every endpoint in the OpenAPI document from what the endpoint itself declares."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.serializers import Serializer

from pledges.api.schemas import ProblemDocumentSchema, listing
from pledges.filters import Parameter

HEADERS = [
    OpenApiParameter("Ramstein-Version", int, OpenApiParameter.HEADER, response=True, description="Dataset version."),
    OpenApiParameter(
        "Ramstein-Known-At",
        OpenApiTypes.DATETIME,
        OpenApiParameter.HEADER,
        response=True,
        description="Published by then.",
    ),
    OpenApiParameter(
        "Ramstein-Valid-At",
        OpenApiTypes.DATE,
        OpenApiParameter.HEADER,
        response=True,
        description="Happened by the end of this day.",
    ),
]
PROBLEMS = {
    400: "A parameter or a value is wrong.",
    404: "There is no such row, or not at this moment.",
    405: "The method is not one of this address.",
    406: "The answer cannot be given in the form asked for.",
    500: "Something went wrong here.",
}
LIST_PROBLEMS = {410: "The cursor is older than a day; `restart` is the address of the first page."}


def described(name: str, parameter: Parameter) -> OpenApiParameter:
    """Return the description of a parameter."""
    schema = dict(parameter.schema)
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(
        name,
        schema,
        OpenApiParameter.QUERY,
        description=parameter.description,
        explode=True if parameter.many else None,
        style="form" if parameter.many else None,
    )


class LedgerSchema(AutoSchema):
    """Reads parameters, row shape and words off the endpoint."""

    view: Any

    def get_override_parameters(self) -> list[Any]:
        """Return every parameter and the headers of the answer."""
        names = self.view.all_parameters()
        return [*(described(name, parameter) for name, parameter in names.items()), *HEADERS]

    def get_response_serializers(self) -> Any:
        """Return the answer and the problems."""
        row = self.view.row_schema
        paged = hasattr(self.view, "page")
        answer = listing(row) if paged and row else row
        problems = PROBLEMS | (LIST_PROBLEMS if paged else {})
        return {
            200: OpenApiResponse(answer, description=self.view.about),
            **{
                (status, "application/problem+json"): OpenApiResponse(ProblemDocumentSchema, description=words)
                for status, words in problems.items()
            },
        }

    def get_operation_id(self) -> str:
        """Return the name of the address."""
        return (
            self.path.removeprefix("/api/v1/").strip("/").replace("/", "_").replace("{", "").replace("}", "") or "root"
        )

    def get_tags(self) -> list[str]:
        """Return the first word of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "root"]

    def get_summary(self) -> str:
        return str(self.view.about)

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        return str(self.view.about)

    def get_request_serializer(self) -> None:
        """Return nothing: these endpoints only read."""

    def get_serializer_name(self, serializer: Serializer[Any], direction: Any) -> str:
        """Return the name of a component, without the ending of its class."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Schema")
