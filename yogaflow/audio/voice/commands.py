"""How each engine's program is run: its arguments, never a text. The text goes to its input.

A shell is never involved. Rates are words a minute; every engine has another idea of them. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


class EngineError(Exception):
    """An engine could not say a line; the text is one plain line for the log."""


ESPEAK_VOICE = "en"
"""British English: of eSpeak's English voices the one with the least hiss."""

ESPEAK_PITCH = 40
"""0 to 99; 50 is eSpeak's own. A little lower sounds calmer."""

PIPER_RATE = 165
"""Words a minute of piper's English voices as they are, about."""

SAPI_RATE = 180
"""Words a minute of Windows' English voices as they are, about."""

LIMITS: Mapping[str, float] = {"piper": 60.0, "sapi": 30.0, "say": 20.0}
"""Seconds a line may take. piper reads its voice first; so does a cold Windows."""

LIMIT = 10.0
"""The same for all others. eSpeak takes 10 to 40 ms."""

# Reads a line, writes a file, says its name. It is given to PowerShell as one argument, so it has
# neither double quotes nor line ends; what changes comes through the environment, as data.
_SAPI = "; ".join(
    [
        "$ErrorActionPreference = 'Stop'",
        "Add-Type -AssemblyName System.Speech",
        "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer",
        "if ($env:YOGAFLOW_VOICE) { $voice.SelectVoice($env:YOGAFLOW_VOICE) }",
        "$voice.Rate = [int]$env:YOGAFLOW_RATE",
        "$bits = [System.Speech.AudioFormat.AudioBitsPerSample]::Sixteen",
        "$mono = [System.Speech.AudioFormat.AudioChannel]::Mono",
        "$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, $bits, $mono)",
        "$utf8 = New-Object System.Text.UTF8Encoding($false)",
        "$in = [Console]::OpenStandardInput()",
        "$lines = New-Object System.IO.StreamReader($in, $utf8)",
        "$n = 0",
        "while ($null -ne ($line = $lines.ReadLine())) { $n += 1",
        "$name = '{0}.wav' -f $n",
        "$path = Join-Path $env:YOGAFLOW_FOLDER $name",
        "$voice.SetOutputToWaveFile($path, $format)",
        # Speak takes plain text; only SpeakSsml would read markup.
        "$voice.Speak($line)",
        "$voice.SetOutputToNull()",
        "[Console]::Out.WriteLine($name)",
        "[Console]::Out.Flush() }",
    ]
)


@dataclass(frozen=True, slots=True)
class Command:
    """A program and what it is given.

    `lasting`: it runs on, reads a line at a time and says the name of the file it has written
    to its folder. Else it runs once for each line, reads that to the end, and writes one file.
    """

    arguments: tuple[str, ...]
    lasting: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def command(name: str, program: str, voice: str, rate: int, place: str) -> Command:
    """How the engine `name` is run. `place` is its file, or the folder of a lasting one.

    Raises ValueError for an engine that is no program.
    """
    match name:
        case "espeak-ng":
            voice = voice or ESPEAK_VOICE
            # No -m, so no markup. -b 1: the text is UTF-8. -z: no pause after the end.
            return Command(
                (
                    *(program, "-v", voice, "-s", str(rate), "-p", str(ESPEAK_PITCH)),
                    *("-b", "1", "-z", "--stdin", "-w", place),
                )
            )
        case "say":
            chosen = ("-v", voice) if voice else ()
            return Command(
                (
                    *(program, *chosen, "-r", str(rate), "-o", place),
                    *("--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-"),
                ),
                # Says in which encoding it reads, where nothing else does.
                environment={"LC_ALL": "en_US.UTF-8"},
            )
        case "piper":
            slow = min(2.0, max(0.5, PIPER_RATE / rate))
            # Spelt as both the old program and its successor have them.
            return Command(
                (
                    *(program, "--model", voice, "--output_dir", place),
                    *("--length_scale", f"{slow:.2f}"),
                ),
                lasting=True,
            )
        case "sapi":
            # No input format: else PowerShell itself would read what is meant for the script.
            return Command(
                (
                    *(program, "-NoLogo", "-NoProfile", "-NonInteractive"),
                    *("-InputFormat", "None", "-Command", _SAPI),
                ),
                lasting=True,
                environment={
                    "YOGAFLOW_VOICE": voice,
                    "YOGAFLOW_RATE": str(sapi_rate(rate)),
                    "YOGAFLOW_FOLDER": place,
                },
            )
        case _:
            raise ValueError(f"{name} is not run as a program")


def sapi_rate(rate: int) -> int:
    """Windows counts from -10, a third of the usual speed, to 10, three times that."""
    return round(min(10.0, max(-10.0, 10 * math.log(rate / SAPI_RATE, 3))))
