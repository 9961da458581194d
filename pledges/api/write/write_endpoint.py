"""What the endpoints that write do alike: token, role, body, condition, repetition, refusals, headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar, cast

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from pledges import ledger
from pledges.answers.answer_tags import tag_content
from pledges.answers.filters import Parameter, Values, read_parameters
from pledges.api.api_refusals import BEARER, ApiRefusal, no_token, scope_missing
from pledges.api.entity_tags import no_content
from pledges.api.problem_responses import problem_response
from pledges.api.write.changeset_json import detail_json
from pledges.api.write.idempotency_key import earlier_answer, idempotency_key, keep
from pledges.api.write.json_documents import read_document
from pledges.api.write.ledger_refusals import answer_refusal, no_change_set
from pledges.api.write.openapi_writes import ChangeSetSchema
from pledges.models import ApiToken, ChangeSet, User
from pledges.values.choices import Role, TokenScope


class TokenAuthentication(BaseAuthentication):
    """Hands on the token that the gate found."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The owner of the token, as whom the request acts."""
        token: ApiToken | None = getattr(request._request, "api_token", None)
        return (token.owner, token) if token else None

    def authenticate_header(self, request: Request) -> str:
        return BEARER


class JsonOnly(DefaultContentNegotiation):
    """Answers in JSON; a parameter `format` is an unknown one here, and refused as such."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        return list(renderers)


class ChangeSetView(APIView):
    """An endpoint for programs of the staff."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (AllowAny,)  # the role is checked here, to say what would be right
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonOnly
    schema = ChangeSetSchema()

    role: ClassVar[Role] = Role.DRAFTER
    scope: ClassVar[TokenScope] = TokenScope.DRAFT
    """What a token needs to write here; reading needs `read`."""
    parameters: ClassVar[dict[str, Parameter]] = {}
    now: datetime
    values: Values

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the method, the token, the role and the parameters before anything else.

        :raises MethodNotAllowed: the address has no such method.
        :raises ApiRefusal: there is no token, or one without the scope.
        :raises NotAllowed: the role does not suffice.
        """
        super().initial(request, *args, **kwargs)
        self.now = timezone.now()
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        if request.method == "OPTIONS":
            return
        if request.auth is None:
            raise no_token()
        if self.user.is_system or not self.user.may(self.role):
            raise ledger.NotAllowed(f"{self.user.username} is {self.user.role}; this needs the role {self.role.value}")
        granted = cast(ApiToken, request.auth).scopes
        if self.scope_needed(str(request.method)) not in granted:
            raise scope_missing(self.scope_needed(str(request.method)), granted=granted)
        self.values = read_parameters(
            request.query_params, self.parameters if request.method in ("GET", "HEAD") else {}
        )

    @classmethod
    def scope_needed(cls, method: str) -> TokenScope:
        """The scope without which a token does not get a method answered."""
        return TokenScope.READ if method in ("GET", "HEAD") else cls.scope

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def write(self, work: Callable[[Any], HttpResponse]) -> HttpResponse:
        """Carry out a write with the body of the request, once for each `Idempotency-Key`."""
        request: HttpRequest = self.request._request
        key = idempotency_key(request)
        document = read_document(request)
        with transaction.atomic():
            if key:
                earlier = earlier_answer(request, owner=self.user, key=key, now=self.now)
                if earlier is not None:
                    return earlier
            response = work(document)
            if key:
                keep(owner=self.user, key=key, response=response)
        return response

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # rendered here
        request: HttpRequest = self.request._request
        if isinstance(exc, ledger.Refusal):
            pk = self.kwargs.get("pk")
            exc = answer_refusal(exc, ChangeSet.objects.filter(pk=pk).first() if pk else None)
        if isinstance(exc, ApiRefusal):
            return exc.answer(request)
        response = problem_response(exc, request)
        if isinstance(exc, MethodNotAllowed):
            response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def options(  # type: ignore[override]  # there is nothing to render
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say which methods there are."""
        response = no_content()
        response["Allow"] = ", ".join(self.allowed_methods)
        return response

    def finalize_response(  # type: ignore[override]  # rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Put what all answers say on this one; what a token sees, no cache gives to others."""
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response["Ramstein-Version"] = str(ledger.latest_number())
        patch_vary_headers(response, ["Accept", "Authorization"])
        return response


def answer(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)


def detail_answer(changeset: ChangeSet, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A change set with its rows, under the ETag that `If-Match` asks for."""
    response = answer(detail_json(changeset), status=status, headers=headers)
    response["ETag"] = tag_content(response.content)
    return response


def changeset_named(pk: int) -> ChangeSet:
    """A change set.

    :raises ApiRefusal: there is none.
    """
    found = ChangeSet.objects.filter(pk=pk).first()
    if found is None:
        raise no_change_set(pk)
    return found
