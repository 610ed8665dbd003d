"""What every test of the screens stands on."""

from __future__ import annotations

import pytest
import textual.app
import textual.pilot

from tests.tui.settle import settle


@pytest.fixture(autouse=True)
def quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and pauses wait for the app, not for the clock."""
    monkeypatch.setattr(textual.app, "wait_for_idle", settle)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", settle)
