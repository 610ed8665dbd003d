"""A sample of what is no file in place of files, and of folders."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and links there")
def test_nothing_hangs_over_what_is_no_file() -> None:
    # Not in this process: it has threads, and is not to be forked.
    command = [sys.executable, "-m", "tests.faults.not_files", "--times", "25"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "25 tried, 0 hung" in done.stdout
