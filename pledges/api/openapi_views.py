"""Describes every endpoint in the OpenAPI document from what the endpoint itself declares."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.serializers import Serializer

from pledges.answers.fields import Shape
from pledges.answers.filters import Parameter
from pledges.api.answer_examples import with_empty_values, with_examples
from pledges.api.deprecation import mark_deprecated
from pledges.api.row_components import RowComponents
from pledges.api.schemas import ManifestSchema, MetaSchema, ProblemDocumentSchema, SparsePageSchema

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
    OpenApiParameter(
        "Ramstein-Catalogue", int, OpenApiParameter.HEADER, response=True, description="Version of the catalogue."
    ),
    OpenApiParameter(
        "Ramstein-Methods", int, OpenApiParameter.HEADER, response=True, description="Version of the methods."
    ),
]
PROBLEMS = {
    400: "A parameter or a value is wrong.",
    404: "There is no such row, or not at this moment.",
    410: "The names of that version of the catalogue were not kept: it is older than the first that is.",
    405: "The method is not one of this address.",
    406: "The answer cannot be given in the form asked for.",
    500: "Something went wrong here.",
}
LIST_PROBLEMS = {
    410: "The cursor is older than a day: `restart` is the address of the first page; or the names of that version of"
    " the catalogue were not kept."
}
DOWNLOADS = {
    "text/csv": OpenApiTypes.STR,
    "application/x-ndjson": OpenApiTypes.STR,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": OpenApiTypes.BINARY,
}


def describe_parameter(name: str, parameter: Parameter) -> OpenApiParameter:
    schema = dict(parameter.schema)
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(
        name,
        schema,
        OpenApiParameter.QUERY,
        description=parameter.description,
        explode=not parameter.commas if parameter.many else None,
        style="form" if parameter.many else None,
    )


class LedgerSchema(AutoSchema):
    """Reads parameters, row shape and words off the endpoint."""

    view: Any

    def get_override_parameters(self) -> list[Any]:
        names = self.view.all_parameters()
        return [*(describe_parameter(name, parameter) for name, parameter in names.items()), *HEADERS]

    def get_response_serializers(self) -> Any:
        paged, shape = hasattr(self.view, "page"), self.view.shape
        answer = (
            self.view.answer_schema if shape is None else self.describe_list(shape) if paged else self.rows.row(shape)
        )
        problems = PROBLEMS | (LIST_PROBLEMS if paged else {})
        downloads = DOWNLOADS if paged else {}
        return {
            (200, "application/json"): OpenApiResponse(answer, description=self.view.about),
            **{
                (200, media_type): OpenApiResponse(kind, description=self.view.about)
                for media_type, kind in downloads.items()
            },
            **{
                (status, "application/problem+json"): OpenApiResponse(ProblemDocumentSchema, description=words)
                for status, words in problems.items()
            },
            304: OpenApiResponse(description="The client holds this answer already, as its ETag says."),
        }

    @property
    def rows(self) -> RowComponents:
        return RowComponents(self.registry)

    def describe_list(self, shape: Shape) -> dict[str, Any]:
        """What a list answers in JSON: a page of whole rows or of chosen fields, or what a download is."""
        meta, sparse, manifest = (
            self.resolve_serializer(one(), "response").ref for one in (MetaSchema, SparsePageSchema, ManifestSchema)
        )
        return {"anyOf": [self.rows.page(shape, meta, self.view.beside), sparse, manifest]}

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        return mark_deprecated(with_examples(with_empty_values(operation)), self.view) if operation else operation

    def get_operation_id(self) -> str:
        return (
            self.path.removeprefix("/api/v1/").strip("/").replace("/", "_").replace("{", "").replace("}", "") or "root"
        )

    def get_tags(self) -> list[str]:
        """The first word of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "root"]

    def get_summary(self) -> str:
        return str(self.view.about)

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        return str(self.view.about)

    def get_request_serializer(self) -> None:
        """Nothing: these endpoints only read."""

    def get_serializer_name(self, serializer: Serializer[Any], direction: Any) -> str:
        """The name of a component, without the ending of its class."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Schema")
