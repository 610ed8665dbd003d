"""Stands in for the sound process: python fake_sound_child.py DIARY [HABIT ...]

Writes every line it is told to the file DIARY, after its process number. Habits:
    dies      ends before it has said anything
    hangs     says that it is ready, then neither reads nor beats
    deaf      beats, but reads nothing
    once      has the other habits only if the diary does not exist yet
    five      has the other habits only for as long as the diary has less than five lines
    babbles   says things that are no status
    busy      always has something left to sound
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path


def say(done: int, *, busy: bool) -> None:
    status = {"state": "playing", "backend": "miniaudio", "message": "", "busy": busy, "n": done}
    sys.stdout.write(json.dumps(status) + "\n")
    sys.stdout.flush()


def main() -> None:
    diary, habits = Path(sys.argv[1]), set(sys.argv[2:])
    if "once" in habits and diary.exists():
        habits = set()
    if "five" in habits and diary.exists() and diary.read_text().count("\n") >= 5:
        habits = set()
    with diary.open("a") as file:
        file.write(json.dumps({"pid": os.getpid()}) + "\n")
    if "dies" in habits:
        os._exit(9)
    if "babbles" in habits:
        sys.stdout.write("Jack server is not running\n[1, 2]\n{}\n\xff\n")
    done = 0
    say(done, busy="busy" in habits)
    if "hangs" in habits:
        time.sleep(60)

    def beat() -> None:
        while True:
            time.sleep(0.1)
            say(done, busy="busy" in habits)

    threading.Thread(target=beat, daemon=True).start()
    if "deaf" in habits:
        time.sleep(60)
    for line in sys.stdin:
        with diary.open("a") as file:
            file.write(line)
        done = json.loads(line)["n"]
    os._exit(0)


if __name__ == "__main__":
    main()
