"""The layout engine: what fits on the roof, where each module stands, and why the rest stays empty."""
