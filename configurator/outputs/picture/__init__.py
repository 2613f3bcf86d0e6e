"""The 3D picture as SVG and PNG: our own painter, no GPU and no viewer."""

from configurator.outputs.picture.card import card_scene, card_svg
from configurator.outputs.picture.png import picture_png
from configurator.outputs.picture.scene import explained_svg, picture_svg, vignette_svg

__all__ = ["card_scene", "card_svg", "explained_svg", "picture_png", "picture_svg", "vignette_svg"]
