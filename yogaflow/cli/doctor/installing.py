"""The commands that install what is missing, by system. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from yogaflow.cli.doctor.facts import System, Versions

Commands = Mapping[System, str]
"""A command for each system that has one."""

ESPEAK: Commands = {
    System.DEBIAN: "sudo apt install espeak-ng",
    System.FEDORA: "sudo dnf install espeak-ng",
    System.ARCH: "sudo pacman -S espeak-ng",
    System.MACOS: "brew install espeak-ng",
    System.WINDOWS: "winget install eSpeak-NG.eSpeak-NG",
}

PORTAUDIO: Commands = {
    System.DEBIAN: "sudo apt install libportaudio2",
    System.FEDORA: "sudo dnf install portaudio",
    System.ARCH: "sudo pacman -S portaudio",
    System.MACOS: "brew install portaudio",
}

SNDFILE: Commands = {
    System.DEBIAN: "sudo apt install libsndfile1",
    System.FEDORA: "sudo dnf install libsndfile",
    System.ARCH: "sudo pacman -S libsndfile",
    System.MACOS: "brew install libsndfile",
}

SERVER: Commands = {
    System.DEBIAN: "sudo apt install pulseaudio",
    System.FEDORA: "sudo dnf install pipewire-pulseaudio",
    System.ARCH: "sudo pacman -S pipewire-pulse",
}


def pip(versions: Versions, package: str, extra: str = "") -> str:
    """The command that installs a package into the Python that runs yogaflow; as an `extra` of
    yogaflow where it has one."""
    if versions.pipx:
        return f"pipx inject yogaflow {package}"
    quote = '"' if versions.system is System.WINDOWS else "'"
    what = f"{quote}yogaflow[{extra}]{quote}" if extra else package
    python = versions.executable or "python"
    if " " in python:
        python = f"{quote}{python}{quote}"
    return f"{python} -m pip install {what}"


def install(versions: Versions, what: str, commands: Commands, *more: str) -> tuple[str, list[str]]:
    """A hint and commands that bring a part of the system."""
    command = commands.get(versions.system)
    if command is None:
        return f"Install {what} with your system's package manager.", [*more]
    return "", [command, *more]
