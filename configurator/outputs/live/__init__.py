"""The live view: everything that a screen shows of one configuration, compact enough to be sent anew with every move of a slider."""

from configurator.outputs.live.view import LiveView, live_view

__all__ = ["LiveView", "live_view"]
