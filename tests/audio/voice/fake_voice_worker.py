"""Stands in for the process that renders: python fake_voice_worker.py DIARY [HABIT ...]

Writes every line it is told to the file DIARY, after its process number; each recording it makes
is a second of sound. Habits:
    dies      ends before it has said anything
    unready   says that its engine cannot be used
    hangs     says that it is ready, takes a line, then neither answers nor beats
    stuck     beats, but never answers
    deaf      beats, but reads nothing
    slow      takes a fifth of a second for a line
    fails     cannot say any line
    cursed    dies of a line with the word "cursed", cannot say one with "odd"
    full      cannot write below a folder "kept"; never anywhere, with `nowhere`
    clumsy    dies of a file that cannot be written
    lies      says that a file is there that is not
    babbles   says things that are no answer
    once      has the other habits only if the diary does not exist yet
    curable   has the other habits only until there is a file DIARY.well
"""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from yogaflow.audio.voice.store import RATE, write_recording


def say(**answer: Any) -> None:
    """Answer."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def beat() -> None:
    """Beat for ever."""
    while True:
        say(state="beat")
        time.sleep(0.1)


def answer(message: dict[str, Any], habits: set[str]) -> None:
    """What becomes of a line."""
    number, text, path = message["n"], message["text"], Path(message["path"])
    if "slow" in habits:
        time.sleep(0.2)
    if "cursed" in habits and "cursed" in text:
        os._exit(9)
    if "fails" in habits or ("cursed" in habits and "odd" in text):
        say(line=number, problem="hoarse")
    elif "nowhere" in habits or ("full" in habits and "kept" in path.parts):
        say(line=number, problem="no space", errno=errno.ENOSPC)
    else:
        try:
            if "lies" not in habits:
                write_recording(path, b"\1\0" * RATE)
        except OSError as error:
            if "clumsy" in habits:
                os._exit(9)
            say(line=number, problem=str(error), errno=error.errno)
        else:
            say(line=number)


def main() -> None:
    """Be that process."""
    diary, habits = Path(sys.argv[1]), set(sys.argv[2:])
    if "once" in habits and diary.exists():
        habits = set()
    if "curable" in habits and diary.with_suffix(".well").exists():
        habits = set()

    def note(line: str) -> None:
        with diary.open("a", encoding="utf-8") as file:
            file.write(line)

    note(json.dumps({"pid": os.getpid()}) + "\n")
    if "dies" in habits:
        os._exit(9)
    if "babbles" in habits:
        sys.stdout.write("hello\n[1, 2]\n{}\n" + json.dumps({"line": "x"}) + "\n")
        say(line=12345)
    if "hangs" not in habits:
        threading.Thread(target=beat, daemon=True).start()
    if "unready" in habits:
        say(state="ready", problem="no such voice")
    else:
        say(state="ready")
    if "deaf" in habits:
        time.sleep(60)
    for line in sys.stdin:
        note(line)
        message = json.loads(line)
        if message["do"] == "line":
            if habits & {"stuck", "hangs"}:
                time.sleep(60)
            answer(message, habits)
    os._exit(0)


if __name__ == "__main__":
    main()
