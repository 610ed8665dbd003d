"""`yogaflow doctor`: what was found, whether it works, and what to install for what is missing.

Facts are gathered first (`gathering`, with `machine`, `places` and `sounds`), then judged
(`advice`, with `installing`) and shown (`report`); a bowl and a sentence can be tried (`trying`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from yogaflow.cli.doctor.facts import CheckResult
from yogaflow.cli.doctor.gathering import gather
from yogaflow.cli.doctor.places import read_settings
from yogaflow.cli.doctor.report import report_json, report_text, tried_text
from yogaflow.cli.output import say


def doctor(
    *,
    sound: str | bool = False,
    voice: str | bool = False,
    as_json: bool = False,
    log: Path | None = None,
) -> int:
    """Print the report, then try what was asked for; 1 if no practice can be played, else 0.

    `sound` has a bowl played, `voice` a sentence said: through that backend, by that engine, or
    by the ones that are set (True). Errors of their processes go to the file `log`.
    """
    facts = gather(log)
    if not as_json:
        say(*report_text(facts).split("\n"))
    tests = []
    for what, choice in (("sound", sound), ("voice", voice)):
        if choice:
            if not as_json:
                say("", f"Trying the {what}: listen.")
            tests.append(_try(what, "" if choice is True else choice, log))
            if not as_json:
                say(*tried_text(tests[-1]).split("\n"))
    if as_json:
        say(*report_json(facts, tests).split("\n"))
    return 0 if facts.can_play else 1


def _try(what: str, choice: str, log: Path | None) -> CheckResult:
    """Never raises."""
    try:
        from yogaflow.cli.doctor import trying

        settings, _ = read_settings()
        if what == "sound":
            return trying.play_bowl(replace(settings, sound=choice or settings.sound), log)
        return trying.speak(replace(settings, voice=choice or settings.voice), log)
    except Exception as error:
        return CheckResult(what, False, f"It could not be tried: {error or type(error).__name__}.")
