"""Logs of the service: one JSON object a line on stderr, with the request's id and whoever made it; those of libraries in the same form."""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO

import structlog

LogFormat = Literal["json", "text"]
LogLevel = Literal["debug", "info", "warning", "error"]
_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
)


def configure_logs(form: LogFormat, level: LogLevel, stream: TextIO | None = None) -> None:
    """Send every log of this process to a stream, stderr when none is given, in one form."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=_rendering(form)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # What these say of themselves once a second or once a request is said by the metrics.
    for quiet in ("alembic", "fontTools", "ezdxf"):
        logging.getLogger(quiet).setLevel("WARNING")


def _rendering(form: LogFormat) -> list[structlog.typing.Processor]:
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "text":
        return [strip, structlog.dev.ConsoleRenderer(colors=False)]
    return [strip, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
