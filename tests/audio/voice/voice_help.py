"""What the tests of the voice share: programs that stand in for engines, and patience."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).with_name("fake_engine.py")


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something to be so; fails the test if it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def runs(pid: int) -> bool:
    """Whether a process is there and not just waited for."""
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except ProcessLookupError:
        return False
    except OSError:
        return True


def fake_engine(folder: Path, name: str, *habits: str) -> Path:
    """A program `name` in `folder` that stands in for an engine; see fake_engine.py."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    words = [sys.executable, str(ENGINE), str(folder / f"{name}.diary"), name, ",".join(habits)]
    program.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in words) + ' "$@"\n')
    program.chmod(0o755)
    return program


def told(program: Path) -> list[dict[str, Any]]:
    """What a stand-in has been given: its "arguments" once a run, then each "text"."""
    diary = program.with_name(f"{program.name}.diary")
    if not diary.exists():
        return []
    lines = diary.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]
