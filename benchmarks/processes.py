"""What a program and all it started take of the machine, read from Linux's /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Tree:
    """A process and its descendants, those that have ended since they were seen included."""

    root: int
    _seconds: dict[int, float] = field(default_factory=dict)

    def look(self) -> int:
        """Find processes that have been added, note what each has used; how many there are."""
        parents = _parents()
        family = {self.root, *self._seconds} & parents.keys()
        grown = True
        while grown:
            added = {pid for pid, parent in parents.items() if parent in family} - family
            family |= added
            grown = bool(added)
        for pid in family:
            used = _cpu_seconds(pid)
            if used is not None:
                self._seconds[pid] = used
        return len(family)

    def living(self) -> set[int]:
        """The processes, as of the last look, that have not ended."""
        return {pid for pid in self._seconds if _stat(pid)}

    def cpu_seconds(self) -> float:
        """User and system time of all, up to the last look, seconds."""
        return sum(self._seconds.values())

    def pss_megabytes(self) -> float:
        """Memory of all that live: shared pages divided among those that share them, MB."""
        return sum(_kilobytes(pid, "Pss") for pid in self._seconds) / 1000

    def own_megabytes(self) -> float:
        """Memory of all that live which is no file's, MB: what others do does not change it."""
        return sum(_kilobytes(pid, "Anonymous") for pid in self._seconds) / 1000


def can_measure() -> bool:
    """Whether this system has what is read here."""
    return (PROC / "self" / "smaps_rollup").exists()


def _parents() -> dict[int, int]:
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            stat = _stat(int(entry.name))
            if stat:
                found[int(entry.name)] = int(stat[1])
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the command's name; [0] is the state."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _cpu_seconds(pid: int) -> float | None:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / TICK if stat else None


def _kilobytes(pid: int, what: str) -> int:
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in text.splitlines() if line.startswith(f"{what}:"))
    return next((int(words[1]) for words in lines), 0)
