"""Logs: one object a line, of our own and of libraries alike, with what is bound to the request."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from api.logs import configure_logs


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_every_line_is_an_object_with_what_is_bound_to_the_request() -> None:
    stream = io.StringIO()
    configure_logs("json", "info", stream)
    structlog.contextvars.bind_contextvars(request_id="r-1")
    structlog.get_logger("optop.work").warning("work ended early", code="work-lost", building="Kade é")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    logging.getLogger("uvicorn.error").debug("left out")
    try:
        raise ValueError("why")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["work ended early", "Started server process [7]", "Exception in ASGI application"]
    assert {line["request_id"] for line in lines} == {"r-1"}
    assert (lines[0]["code"], lines[0]["building"], lines[0]["level"]) == ("work-lost", "Kade é", "warning")
    assert "ValueError: why" in lines[2]["exception"]
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_text_is_for_people() -> None:
    stream = io.StringIO()
    configure_logs("text", "warning", stream)
    structlog.get_logger("optop.http").warning("request", status=500)
    structlog.get_logger("optop.http").info("left out")
    assert "status=500" in stream.getvalue()
    assert "left out" not in stream.getvalue()
