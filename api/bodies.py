"""What is sent and answered over HTTP: the docstring under a field is its description for programs."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Base of what goes over the wire and is no published document."""

    model_config = ConfigDict(use_attribute_docstrings=True)
