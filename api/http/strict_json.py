"""JSON bodies in which a key stands twice are refused: which of the two was meant, nobody can tell, and the last would win in silence.

NaN, infinities and numbers beyond a float are left to the models, which refuse them where they stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

BAD_REQUEST = 400


class UnreadableBody(HTTPException):
    """The body is no JSON that means one thing."""

    code = "unreadable-input"

    def __init__(self, detail: str) -> None:
        """Keep the sentence."""
        super().__init__(BAD_REQUEST, detail)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise UnreadableBody(f"The key {twin[:60]!r} stands twice in one object of the body; leave one out.")
    return found


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:  # noqa: ANN401 - as the framework declares it
        """Return the body. Raises UnreadableBody, and JSONDecodeError, which the framework turns into a problem."""
        try:
            return json.loads(await self.body(), object_pairs_hook=_without_twins)
        except UnicodeDecodeError as error:
            raise UnreadableBody(f"The body is no text in UTF-8 (byte {error.start}); send JSON in UTF-8.") from None
        except RecursionError:
            raise UnreadableBody("The body is nested too deep to be read; no document of optop is.") from None
        except json.JSONDecodeError:
            raise
        except ValueError:
            raise UnreadableBody("The body holds a number with more digits than can be read; give a measured one.") from None


class StrictRoute(APIRoute):
    """A route whose JSON body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict
