"""`optop serve`: the web service on this machine. `optop config`: what it would be served with."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings


SWITCH_S = 0.0005
"""How long a thread keeps the interpreter while the loop waits for it: the usual 5 ms would stand in every answer while others compute."""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("serve")(serve_command)
    app.command("config")(config_command)


def serve_command(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 is any that is free.")] = 8000,
) -> None:
    """Serve the catalogue and the engine over HTTP. SIGTERM and Ctrl-C let running requests finish first."""
    import uvicorn

    from api.logs import configure_logs

    settings = _settings()
    sys.setswitchinterval(SWITCH_S)
    configure_logs(settings.log_format, settings.log_level)
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.shutdown_s,
    )


def config_command() -> None:
    """Print the settings that are in force, as one JSON object; secrets are only said to be there."""
    from api.settings import shown, unknown_variables

    sys.stdout.write(json.dumps(shown(_settings()), ensure_ascii=False, indent=2) + "\n")
    for name in unknown_variables(os.environ):
        sys.stderr.write(f"optop: {name} is no setting, and is ignored.\n")


def _settings() -> Settings:
    from api.settings import environment_settings

    return environment_settings()
