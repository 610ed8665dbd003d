"""Holding a file while something is read, changed and written."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from yogaflow.storage import lock
from yogaflow.storage.lock import Lock, held, take


def taken(path: Path) -> Lock:
    found = take(path)
    assert found is not None
    return found


def test_what_was_held_is_free_again_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    for _ in range(2):
        with held(path, 0.0):
            assert take(path) is None
        assert not path.exists()


def test_a_holder_that_hangs_is_not_waited_for_forever(tmp_path: Path) -> None:
    hung = taken(tmp_path / "lock")
    with pytest.raises(OSError, match="does not let go"), held(tmp_path / "lock", 0.02):
        pass
    hung.release()


def test_as_long_as_it_goes_from_hand_to_hand_ones_turn_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, now = tmp_path / "lock", [0.0]
    holders = [taken(path)]

    def sleep(_: float) -> None:
        now[0] += 1.5
        holders[-1].release()
        if len(holders) < 6:
            holders.append(taken(path))

    monkeypatch.setattr(lock, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    with held(path, 2.0):
        assert len(holders) == 6
    assert now[0] == 9.0
