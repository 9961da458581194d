"""Describes the endpoints of change sets in the OpenAPI document from what each says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.serializers import Serializer

from pledges.api.answer_examples import with_empty_values, with_examples
from pledges.api.deprecation import mark_deprecated
from pledges.api.openapi_views import describe_parameter
from pledges.api.write.changeset_schemas import RefusalSchema
from pledges.api.write.idempotency_key import KEY
from pledges.api.write.if_match import STATED

PROBLEM = "application/problem+json"
WRITING = {"POST", "PUT"}

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": f"^(?:{KEY.pattern})$"},
    OpenApiParameter.HEADER,
    description=(
        "A word of your own for this write. Sent again with the same key, the request is carried out once, and the"
        " first answer comes back with `Idempotency-Replayed: true`. Kept for two days; a refusal does not use it up."
    ),
)
IF_MATCH = "The `ETag` of the change set as you read it, several of them, or `*` for any state."


@dataclass(frozen=True, slots=True)
class Described:
    """One operation in words and shapes; `problems` beside those that every operation has."""

    name: str
    about: str
    answer: type[Serializer[Any]]
    asked: type[Serializer[Any]] | None = None
    status: int = 200
    details: str = ""
    example: Any = None
    problems: dict[int, str] = field(default_factory=dict)
    etag: bool = False
    if_match: bool | None = None


class ChangeSetSchema(AutoSchema):
    """Reads words, shapes and examples off the endpoint."""

    view: Any

    @property
    def words(self) -> Described:
        found: Described = self.view.described[self.method]
        return found

    def get_override_parameters(self) -> list[Any]:
        """The parameters and headers of the request, and the headers of the answer."""
        names = self.view.parameters if self.method == "GET" else {}
        found = [describe_parameter(name, parameter) for name, parameter in names.items()]
        found.append(
            OpenApiParameter(
                "Ramstein-Version", int, OpenApiParameter.HEADER, response=True, description="Dataset version."
            )
        )
        if self.method in WRITING:
            found.append(IDEMPOTENCY_KEY)
        if self.words.if_match is not None:
            found.append(
                OpenApiParameter(
                    "If-Match",
                    {"type": "string", "pattern": f"^{STATED}$"},
                    OpenApiParameter.HEADER,
                    description=IF_MATCH,
                    required=self.words.if_match,
                )
            )
        if self.words.etag:
            found.append(
                OpenApiParameter(
                    "ETag",
                    str,
                    OpenApiParameter.HEADER,
                    response=[self.words.status],
                    description="For `If-Match`.",
                )
            )
        if self.words.status == 201:
            found.append(
                OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201], description="Its address.")
            )
        return found

    def get_auth(self) -> list[dict[str, Any]]:
        """The token, without which nothing here goes; what is asked of the role, the view says itself."""
        needed = str(self.view.scope_needed(self.method))
        return [{name: [needed] for name in one} for one in super().get_auth() if one]

    def get_request_serializer(self) -> Any:
        return self.words.asked

    def get_response_serializers(self) -> Any:
        problems = {
            400: "A parameter, a header or the JSON is wrong.",
            403: "The role, or the scope of the token, does not suffice.",
        }
        if self.method in WRITING:
            problems |= {
                411: "The length of the body is missing.",
                413: "The body is too large.",
                415: "The body is not JSON.",
                422: "The body asks for something else.",
            }
            problems |= {409: "Its state, its rows or the ledger stand in the way; or the key is in use."}
        if self.words.if_match is not None:
            problems |= {412: "It was changed since you read it."}
        if self.words.if_match:
            problems |= {428: "`If-Match` is missing."}
        if "{" in self.path:
            problems |= {404: "There is no such change set."}
        problems |= {406: "The answer cannot be given in the form asked for.", 500: "Something went wrong here."}
        return {
            self.words.status: OpenApiResponse(self.words.answer, description=self.words.about),
            **{
                (status, PROBLEM): OpenApiResponse(RefusalSchema, description=words)
                for status, words in sorted((problems | self.words.problems).items())
            },
        }

    def get_examples(self) -> list[OpenApiExample]:
        if self.words.example is None:
            return []
        return [OpenApiExample("Example", value=self.words.example, request_only=True)]

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """The operation with its examples, and with what will end marked."""
        operation = super().get_operation(*args, **kwargs)
        if not operation:
            return operation
        return mark_deprecated(with_examples(with_empty_values(operation), status=self.words.status), self.view)

    def get_operation_id(self) -> str:
        return self.words.name

    def get_tags(self) -> list[str]:
        return ["changesets"]

    def get_summary(self) -> str:
        return self.words.about

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        return self.words.details or self.words.about

    def map_parsers(self) -> list[str]:
        return ["application/json"]

    def get_serializer_name(self, serializer: Serializer[Any], direction: Any) -> str:
        """The name of a component, without the ending of its class."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Schema")


class BearerScheme(OpenApiAuthenticationExtension):
    """How a token is sent."""

    target_class = "pledges.api.write.write_endpoint.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return SECURITY_SCHEME


SECURITY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A token made at `/staff/tokens/`: `Authorization: Bearer rms_…`. It has scopes (`read`, `draft`, `review`,"
        " `publish`); each operation names the one that it needs."
    ),
}
