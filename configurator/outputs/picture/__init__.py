"""The 3D picture as SVG and PNG: our own painter, no GPU and no viewer."""

from configurator.outputs.picture.png import picture_png
from configurator.outputs.picture.scene import picture_svg

__all__ = ["picture_png", "picture_svg"]
