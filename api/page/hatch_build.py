"""The build hook of the wheel: it carries the page ready-made. `OPTOP_PAGE=skip` makes a wheel of the API and the command line alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageBuildHook(BuildHookInterface[Any]):
    """Builds the page before a wheel is packed; an editable install is left alone, `dev.py serve` builds there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's own
        """Build `static` for a standard wheel."""
        if version == "editable" or os.environ.get("OPTOP_PAGE") == "skip":
            return
        script = Path(self.root) / "api" / "page" / "build_static.py"
        done = subprocess.run([sys.executable, str(script)], check=False)
        if done.returncode != 0:
            raise RuntimeError("The page cannot be built (see above); OPTOP_PAGE=skip makes a wheel without it.")
