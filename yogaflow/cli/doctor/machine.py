"""Versions, the system, the terminal, and whether sleep is held off."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Mapping
from importlib import metadata
from typing import IO

from yogaflow import __version__
from yogaflow.cli.doctor.facts import Colours, Package, System, Terminal, Versions
from yogaflow.cli.doctor.places import shown

PACKAGES = ("textual", "pyyaml", "platformdirs", "numpy", "soundfile", "wakepy")
"""What yogaflow cannot do without, or not all of it; the sound backends are looked at elsewhere."""

AWAKE_LIMIT = 3.0
"""Seconds the system may take to say whether it stays awake."""

_FAMILIES: Mapping[str, System] = {
    "debian": System.DEBIAN,
    "ubuntu": System.DEBIAN,
    "fedora": System.FEDORA,
    "rhel": System.FEDORA,
    "arch": System.ARCH,
}


def versions() -> Versions:
    """What runs here. Nothing of it is loaded: see `sounds.loaded`."""
    return Versions(
        yogaflow=__version__,
        python=platform.python_version(),
        python_info=sys.version_info[:2],
        executable=shown(sys.executable),
        pipx=(os.sep + "pipx" + os.sep) in sys.prefix,
        packages=tuple(Package(name, version_of(name)) for name in PACKAGES),
        system_name=system_name(),
        system=system(),
    )


def version_of(package: str) -> str:
    """The installed version of a package, "" where it is missing."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def system(name: str | None = None, release: Mapping[str, str] | None = None) -> System:
    """The family of a system: `name` as `sys.platform` has it, `release` as /etc/os-release."""
    name = sys.platform if name is None else name
    if name == "darwin":
        return System.MACOS
    if name == "win32":
        return System.WINDOWS
    release = _release() if release is None else release
    for word in [release.get("ID", ""), *release.get("ID_LIKE", "").split()]:
        if word in _FAMILIES:
            return _FAMILIES[word]
    return System.OTHER


def system_name() -> str:
    """The system as its maker calls it, with its version and the machine's kind."""
    if sys.platform == "darwin":
        name = f"macOS {platform.mac_ver()[0]}"
    elif sys.platform == "win32":
        name = f"Windows {platform.release()}"
    else:
        name = _release().get("PRETTY_NAME", "") or platform.system()
    return f"{name}, {platform.machine()}"


def _release() -> Mapping[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def terminal(
    environment: Mapping[str, str] | None = None,
    reads: IO[str] | None = None,
    writes: IO[str] | None = None,
) -> Terminal:
    """The terminal this program reads from and writes to."""
    environment = os.environ if environment is None else environment
    reads, writes = reads or sys.stdin, writes or sys.stdout
    encoding = str(getattr(writes, "encoding", None) or "")
    columns = rows = 0
    if writes.isatty():
        try:
            columns, rows = os.get_terminal_size(writes.fileno())
        except OSError:
            columns, rows = shutil.get_terminal_size((0, 0))
    return Terminal(
        reads=reads.isatty(),
        writes=writes.isatty(),
        columns=columns,
        rows=rows,
        term=environment.get("TERM", ""),
        colorterm=environment.get("COLORTERM", ""),
        no_color=bool(environment.get("NO_COLOR")),
        encoding=encoding,
        colours=colours(environment),
    )


def colours(environment: Mapping[str, str]) -> Colours:
    """How many colours the terminal says it has. NO_COLOR is a wish, and asked separately."""
    term = environment.get("TERM", "").lower()
    if term in {"dumb", "unknown"}:
        return Colours.NONE
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return Colours.ALL
    if sys.platform == "win32" and environment.get("WT_SESSION"):
        return Colours.ALL
    if term.endswith(("-direct", "-truecolor")):
        return Colours.ALL
    if "256color" in term:
        return Colours.MANY
    return Colours.SIXTEEN if term or sys.platform == "win32" else Colours.NONE


def awake(limit: float = AWAKE_LIMIT) -> bool | None:
    """Whether the system holds off sleep when asked; None where it does not answer in time."""
    from yogaflow.practice.wake_lock import WakeLock, WakeLockStatus

    asked = WakeLock(delay=0.0)
    until = time.monotonic() + limit
    asked.acquire()
    while (
        asked.status not in {WakeLockStatus.HELD, WakeLockStatus.FAILED}
        and time.monotonic() < until
    ):
        time.sleep(0.02)
    status = asked.status
    asked.close(0.5)
    return {WakeLockStatus.HELD: True, WakeLockStatus.FAILED: False}.get(status)
