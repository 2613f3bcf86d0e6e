"""IFC4 Reference View 1.2: the writer and its parts."""

from configurator.outputs.ifc.writer import ifc_bytes

__all__ = ["ifc_bytes"]
