"""`python -m api.cli` is `optop`."""

from api.cli.main import run

run()
