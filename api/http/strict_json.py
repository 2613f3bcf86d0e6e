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

from catalogue.errors import Phrase

BAD_REQUEST = 400


class UnreadableBody(HTTPException):
    """The body is no JSON that means one thing."""

    code = "unreadable-input"

    def __init__(self, reason: str, /, **parameters: object) -> None:
        """Keep what the sentence is made of."""
        self.phrase = Phrase(reason, parameters)
        super().__init__(BAD_REQUEST, str(self.phrase))


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise UnreadableBody("body-key-twice", key=twin[:60])
    return found


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:  # noqa: ANN401 - as the framework declares it
        """Return the body. Raises UnreadableBody, and JSONDecodeError, which the framework turns into a problem."""
        try:
            return json.loads(await self.body(), object_pairs_hook=_without_twins)
        except UnicodeDecodeError as error:
            raise UnreadableBody("body-not-utf8", byte=error.start) from None
        except RecursionError:
            raise UnreadableBody("body-too-deep") from None
        except json.JSONDecodeError:
            raise
        except ValueError:
            raise UnreadableBody("body-number-long") from None


class StrictRoute(APIRoute):
    """A route whose JSON body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict
