"""Matching: what a concept demands against what is known of a host. Figures that need the engine are handed in."""
