"""Settings: from the environment, shown without secrets, each one documented, and a wrong one told in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import PREFIX, Settings, environment_settings, shown, unknown_variables
from catalogue.errors import InvalidDocument

OPERATION = Path(__file__).resolve().parents[2] / "docs" / "operation.md"


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = re.findall(r"^\| `(OPTOP_[A-Z_0-9]+)` \|", OPERATION.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_no_secret_is_shown() -> None:
    settings = Settings.model_validate(
        {"database": "postgresql://optop:hunter2@host/name", "pepper": "grinder-of-keys", "metrics_token": "watcher"}
    )
    said = str(shown(settings))
    assert not any(secret in said for secret in ("hunter2", "grinder-of-keys", "watcher"))
    assert shown(settings)["OPTOP_DATABASE"] == "postgresql://optop:***@host/name"
    assert shown(settings)["OPTOP_PEPPER"] == "(set)"
    assert shown(Settings())["OPTOP_METRICS_TOKEN"] is None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://u:p@ss@h/db", "postgresql://u:***@h/db"),
        ("postgresql://u:p/s?s@h/db", "postgresql://u:***@h/db"),
        ("postgresql://h/db?user=u&password=hunter2", "postgresql://h/db?user=u&password=***"),
        ("postgresql://h/db?sslpassword=hunter2&sslmode=require", "postgresql://h/db?sslpassword=***&sslmode=require"),
        ("postgresql://optop@h:5432/db", "postgresql://optop@h:5432/db"),
        ("data/optop.sqlite", "data/optop.sqlite"),
    ],
)
def test_no_password_of_a_database_is_shown_wherever_it_stands(address: str, said: str) -> None:
    assert shown(Settings(database=address))["OPTOP_DATABASE"] == said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("WORKERS", "0"),
        ("BUDGET_S", "nan"),
        ("LOG_FORMAT", "xml"),
        ("RATE_LIMIT_KEY", "100"),
        ("RATE_LIMIT_ANONYMOUS", "9/fortnight"),
    ],
)
def test_a_value_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    environment_settings.cache_clear()
    try:
        with pytest.raises(InvalidDocument, match=PREFIX + name):
            environment_settings()
    finally:
        environment_settings.cache_clear()


def test_a_slip_of_the_pen_is_told() -> None:
    environment = {"OPTOP_WORKER": "3", "OPTOP_WORKERS": "3", "OPTOP_LANG": "en", "HOME": "/"}
    assert unknown_variables(environment) == ("OPTOP_WORKER",)
