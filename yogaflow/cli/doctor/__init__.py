"""`yogaflow doctor`: what was found, whether it works, and what to install for what is missing.

Facts are gathered first (`gathering`, with `machine`, `places` and `sounds`), then judged
(`advice`, with `installing`) and shown (`report`); a bowl and a sentence can be tried (`trying`).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from yogaflow.cli.doctor.facts import CheckResult
from yogaflow.cli.doctor.gathering import gather
from yogaflow.cli.doctor.places import read_settings
from yogaflow.cli.doctor.report import report_json, report_text, tried_text


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
    # A terminal that lacks a letter of a file's name gets a question mark, not a traceback.
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    facts = gather(log)
    if not as_json:
        print(report_text(facts), flush=True)
    tests = []
    for what, choice in (("sound", sound), ("voice", voice)):
        if choice:
            if not as_json:
                print(f"\nTrying the {what}: listen.", flush=True)
            tests.append(_try(what, "" if choice is True else choice, log))
            if not as_json:
                print(tried_text(tests[-1]), flush=True)
    if as_json:
        print(report_json(facts, tests))
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
