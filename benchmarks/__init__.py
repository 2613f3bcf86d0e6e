"""Repeatable measurements of the engine."""
