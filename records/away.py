"""The store of documents is away: whatever act or page needs it just now says so, in one place for all of them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from records.documents import Unstored
from records.stores import StoreDown

Handler = Callable[[HttpRequest], HttpResponse]
_AGAIN = 120  # seconds after which to come again


class StoreAway:
    """Answers 503 in words. The act's transaction has been rolled back by then: nothing is half done.

    A page that keeps what was typed, or a file that came in pieces, catches `Unstored` itself and says it there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Unstored | StoreDown):
            return None
        came_from = request.headers.get("Referer", "")
        here = {request.get_host()}
        context = {
            "is_act": request.method == "POST",
            "back": came_from if url_has_allowed_host_and_scheme(came_from, here, request.is_secure()) else "",
        }
        response = render(request, "503.html", context, status=503)
        response["Retry-After"] = str(_AGAIN)
        return response
