"""Which of the kinds of answer that there are somebody gets; none that is accepted is a problem, not a surprise."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from api.http.language import best_media_type
from catalogue.errors import OptopError

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"


class NotAcceptable(OptopError):
    """None of the kinds of answer that there are is accepted."""

    http_status = 406
    code = "not-acceptable"


def chosen_media_type(request: Request, offered: Sequence[str]) -> str:
    """Return which of these media types the request wants most. Raises NotAcceptable."""
    found = best_media_type(request.headers.get("accept"), offered)
    if found is None:
        raise NotAcceptable("accept-nothing", known=tuple(name.partition(";")[0] for name in offered))
    return found
