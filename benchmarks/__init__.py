"""Benchmarks: `python -m benchmarks.run SUITE`."""
