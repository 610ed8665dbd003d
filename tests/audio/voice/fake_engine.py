"""Stands in for a speech engine: python fake_engine.py DIARY NAME HABITS [its own arguments ...]

NAME is whose manners it has: espeak-ng, say, piper, piper1 (the newer one) or powershell. Writes
to the file DIARY what it was given. What it "says" is a tone of a second and a half with 0.3 s
of silence on either side. Habits, with commas between them:
    once      has the others only if the diary does not exist yet
    fails     ends at once with 1
    hangs     never ends
    child     hangs in a process of its own that it waits for
    silent    says nothing for a second and a half
    endless   says 31 s
    nothing   ends well without a file
    rubbish   writes something that is no sound
    late      says the name of a file before the file is whole
"""

from __future__ import annotations

import array
import json
import math
import os
import subprocess
import sys
import time
import wave
from pathlib import Path

RATE = 22050


def speak(path: Path, habits: set[str]) -> None:
    """Write a file as the habits have it."""
    if "nothing" in habits:
        return
    if "rubbish" in habits:
        path.write_bytes(b"not a sound at all" * 100)
        return
    seconds = 31.0 if "endless" in habits else 1.5
    level = 0 if "silent" in habits else 9000
    tone = [round(level * math.sin(0.05 * i)) for i in range(int(seconds * RATE))]
    pause = [0] * int(0.3 * RATE)
    with path.open("wb") as data, wave.open(data) as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(array.array("h", pause + tone + pause).tobytes())


def value(arguments: list[str], name: str) -> str:
    """What follows an argument."""
    return arguments[arguments.index(name) + 1]


def main() -> None:
    """Be that engine."""
    diary, name, own = Path(sys.argv[1]), sys.argv[2], sys.argv[4:]
    habits = set(sys.argv[3].split(","))
    if "once" in habits and diary.exists():
        habits = set()

    def note(**what: object) -> None:
        with diary.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**what, "pid": os.getpid()}) + "\n")

    environment = {k: v for k, v in os.environ.items() if k.startswith(("YOGAFLOW_", "LC_ALL"))}
    note(arguments=own, environment=environment)
    if "fails" in habits:
        sys.exit("The voice is hoarse.")
    if "child" in habits:
        with subprocess.Popen(["sleep", "60"]) as child:
            note(child=child.pid)
            child.wait()
    if "hangs" in habits:
        time.sleep(60)
    if name in {"espeak-ng", "say"}:
        note(text=sys.stdin.buffer.read().decode())
        speak(Path(value(own, "-w" if name == "espeak-ng" else "-o")), habits)
        return
    folder = Path(
        os.environ["YOGAFLOW_FOLDER"] if name == "powershell" else value(own, "--output_dir")
    )
    print("[2024-01-01 00:00:00.000] [piper] [info] Loaded voice in 0.1 second(s)", flush=True)
    number = 0
    # As piper does it: if that waits for more than a line, so does the real one.
    for line in sys.stdin:
        number += 1
        note(text=line)
        path = folder / f"{number}.wav"
        if "late" in habits:
            speak(path, habits)
            whole = path.read_bytes()
            with path.open("wb", buffering=0) as file:
                print(path, flush=True)
                time.sleep(0.01)
                file.write(whole[:100])
                file.write(whole[100:])
            continue
        speak(path, habits)
        match name:
            case "piper":
                print(path, flush=True)
            case "piper1":
                print(f"INFO:__main__:Wrote {path}", file=sys.stderr, flush=True)
            case _:
                print(path.name, flush=True)


if __name__ == "__main__":
    main()
