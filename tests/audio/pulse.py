"""A sound server that a test may strike: PulseAudio with a null sink."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import numpy as np

PROGRAMS = ("pulseaudio", "parec", "pactl")
"""What has to be installed."""


class Server:
    """A PulseAudio of one's own that may be struck, and its null sink.

    Its sink asks for samples as a card does: without `norewinds` a new one takes its first
    seconds at once.
    """

    SINK = ("module-null-sink", "sink_name=null", "rate=48000", "norewinds=1")

    def __init__(self, folder: Path) -> None:
        """Raises RuntimeError where it does not start."""
        path = folder / "pulse" / "native"
        self.variables = {"XDG_RUNTIME_DIR": str(folder), "PULSE_SERVER": f"unix:{path}"}
        self.begin()

    def begin(self) -> None:
        program = ("pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "-n")
        self._process = subprocess.Popen(
            [*program, "-L", "module-native-protocol-unix", "-L", " ".join(self.SINK)],
            env=os.environ | self.variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 5.0
        while self.tell("info") is None:
            if time.monotonic() > end:
                raise RuntimeError("PulseAudio does not start here")
            time.sleep(0.02)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def tell(self, *words: str) -> str | None:
        done = subprocess.run(
            ["pactl", *words],
            env=os.environ | self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        return None if done.returncode else done.stdout

    def take_device(self) -> None:
        self.tell("unload-module", "module-null-sink")

    def give_device(self) -> None:
        self.tell("load-module", *self.SINK)

    def is_loud(self, seconds: float) -> bool:
        """Whether anything is heard within so many seconds."""
        command = "parec -d null.monitor --raw --format=s16le --channels=1 --latency-msec=10"
        recorder = subprocess.Popen(
            command.split(), env=os.environ | self.variables, stdout=subprocess.PIPE, bufsize=0
        )
        pipe = recorder.stdout
        assert pipe is not None
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < seconds:
                samples = np.frombuffer(pipe.read(960), "<i2")
                if np.abs(samples.astype(np.int32)).max(initial=0) > 300:
                    return True
        finally:
            recorder.kill()
            recorder.wait()
            pipe.close()
        return False
