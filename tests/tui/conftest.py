"""What every test of the screens stands on."""

from __future__ import annotations

from typing import Any

import pytest
import textual.app
import textual.pilot
from textual.css.stylesheet import Stylesheet

from tests.tui.settle import settle


@pytest.fixture(autouse=True)
def quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and pauses wait for the app, not for the clock."""
    monkeypatch.setattr(textual.app, "wait_for_idle", settle)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", settle)


@pytest.fixture(autouse=True, scope="session")
def rules_parsed_once() -> None:
    """Each app would parse the same sheets anew; in the same colours their rules are alike."""
    parse, known = Stylesheet._parse_rules, dict[Any, Any]()

    def rules(sheet: Stylesheet, *given: Any, **named: Any) -> Any:
        key = (given, *named.items(), *sheet._variables.items())
        if key not in known:
            known[key] = parse(sheet, *given, **named)
        return known[key]

    pytest.MonkeyPatch().setattr(Stylesheet, "_parse_rules", rules)
