"""What every answer goes through."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from ramstein.middleware import HeadWithoutBodyMiddleware


def test_head_keeps_the_length_and_drops_the_body(rf: RequestFactory) -> None:
    response = HeadWithoutBodyMiddleware(lambda _request: HttpResponse(b"12345"))(rf.head("/"))

    assert isinstance(response, HttpResponse)
    assert (response.headers["Content-Length"], response.content) == ("5", b"")


def test_head_does_not_draw_from_a_stream(rf: RequestFactory) -> None:
    drawn: list[int] = []

    def answer(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(drawn.append(number)) for number in range(3))

    response = HeadWithoutBodyMiddleware(answer)(rf.head("/"))

    assert isinstance(response, StreamingHttpResponse)
    assert (response.getvalue(), drawn) == (b"", [])


def test_get_passes_unchanged(rf: RequestFactory) -> None:
    response = HeadWithoutBodyMiddleware(lambda _request: HttpResponse(b"12345"))(rf.get("/"))

    assert isinstance(response, HttpResponse)
    assert response.content == b"12345"
