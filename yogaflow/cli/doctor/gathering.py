"""Everything the doctor looks at, gathered; nothing that fails keeps it from the rest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from yogaflow.cli.doctor import machine, places
from yogaflow.cli.doctor.facts import Cues, Facts, Files, Sound, Terminal, Versions, Voice
from yogaflow.storage.settings import Settings

Found = TypeVar("Found")


def gather(log: Path | None = None) -> Facts:
    """Look at everything; what the sound process says goes to the file `log`.

    Takes some seconds, half a minute at the very worst. Never raises.
    """
    failures: list[str] = []

    def looked_at(what: str, look: Callable[[], Found], usual: Found) -> Found:
        try:
            return look()
        except Exception as error:
            said = places.hidden(str(error))
            failures.append(f"{what}: {said or 'no reason given'} ({type(error).__name__})")
            return usual

    usual: tuple[Settings, tuple[str, ...]] = (Settings(), ())
    settings, problems = looked_at("settings", places.read_settings, usual)

    def sound() -> Sound:
        from yogaflow.cli.doctor import sounds

        return sounds.sound(settings.sound, log)

    def voice() -> Voice:
        from yogaflow.cli.doctor import sounds

        return sounds.voice(settings)

    def cues() -> Cues:
        from yogaflow.cli.doctor import sounds

        return sounds.cues(settings)

    def versions() -> Versions:
        from yogaflow.cli.doctor import sounds

        known = machine.versions()
        return replace(known, packages=tuple(sounds.loaded(one) for one in known.packages))

    with ThreadPoolExecutor(4) as pool:
        # What other processes do takes the time; they do it side by side.
        heard = pool.submit(looked_at, "sound", sound, Sound())
        known = pool.submit(looked_at, "versions", versions, Versions())
        themes = pool.submit(looked_at, "cue themes", cues, Cues())
        asked: Future[bool | None] = pool.submit(looked_at, "sleep", machine.awake, None)
        return Facts(
            terminal=looked_at("terminal", machine.terminal, Terminal()),
            files=looked_at("folders", lambda: places.files(problems), Files()),
            voice=looked_at("voice", voice, Voice()),
            sound=heard.result(),
            versions=known.result(),
            cues=themes.result(),
            awake=asked.result(),
            failures=tuple(failures),
        )
