"""Editing that is killed, for real: never more than one edit is lost, and no file is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


MEMORY = Path("/dev/shm")
"""Where files are in memory: a kill leaves them as it leaves a disk's, which may be busy."""


def killed(how: str) -> dict[str, int]:
    """What came of it. It runs in a process of its own: what forks must have no threads."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="yogaflow-kills-", dir=memory) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.editing.kills", how, folder],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    result: dict[str, int] = json.loads(done.stdout)
    return result


def test_500_kills_at_random_moments_lose_at_most_the_last_edit() -> None:
    result = killed("500")
    assert result["kills"] == 500
    assert result["acts"] > 500
    assert result["offered"] > 50


def test_a_kill_at_each_call_of_the_system_loses_at_most_the_last_edit() -> None:
    assert killed("each")["calls"] > 60
