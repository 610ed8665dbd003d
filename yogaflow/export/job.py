"""One export from beginning to end: the voice first, then the file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yogaflow.audio.setup import Setup
from yogaflow.export.captions import srt, vtt
from yogaflow.export.contact import contact_sheet
from yogaflow.export.handout import Handout, handout_of
from yogaflow.export.listing import show_json
from yogaflow.export.out_file import ExportError, out_file
from yogaflow.export.page import page
from yogaflow.export.poster import poster
from yogaflow.export.program import Program, program_of
from yogaflow.export.progress import Stage, stages
from yogaflow.export.sheet import sheet
from yogaflow.export.speech import Renderer, Spoken, as_planned, speak
from yogaflow.model import Flow, Pose
from yogaflow.practice.verbosity import SpeechChoices
from yogaflow.storage.signals import leaving_in_order
from yogaflow.timeline import Choices, compile_flow

if TYPE_CHECKING:
    from yogaflow.audio.ambience import Ambience

SOUNDS = (".wav", ".flac", ".ogg", ".mp3")
TEXTS: Mapping[str, Callable[[Program], str]] = {
    ".srt": srt,
    ".vtt": vtt,
    ".json": lambda program: show_json(program.timeline) + "\n",
    ".txt": sheet,
}
PAPERS: Mapping[str, Callable[[Handout], str]] = {".html": page, ".svg": poster}
"""Hand-outs: drawn from the plan, without a voice."""
ENDINGS = (*SOUNDS, *TEXTS, *PAPERS)
"""What a file may end in; that says what it becomes."""


@dataclass(slots=True)
class Done:
    """What was written: `seconds` of practice, `planned` of them before the voice had spoken its
    lines, and `notes`, plain lines about what was missing."""

    seconds: float
    planned: float
    notes: list[str] = field(default_factory=list)


def ending_of(out: Path) -> str:
    """What kind of file that is to be, ".wav". Raises ExportError for a kind there is none of."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        known = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise ExportError(f"{out}: a practice becomes a file that ends in {known}.")
    return ending


def export(flow: Flow, choices: Choices, manner: SpeechChoices, out: Path, setup: Setup) -> Done:
    """Write a practice to `out`, as what its ending says.

    Blocks until it is done, with a bar on a terminal. Raises ExportError where it cannot be
    written, CompileError as compile_flow does; then, and when interrupted, nothing is left behind.
    """
    ending = ending_of(out)
    if ending in PAPERS:
        timeline = compile_flow(flow, choices)
        _write(out, PAPERS[ending](handout_of(timeline)))
        return Done(timeline.duration, timeline.duration)
    with leaving_in_order(), out_file(out) as part, stages() as stage, _voice(setup) as voice:
        spoken = speak(flow, choices, voice, stage("Voice") if voice is not None else None)
        planned = compile_flow(flow, choices).duration
        done = Done(spoken.timeline.duration, planned, _voice_notes(spoken, ending))
        if ending in TEXTS:
            clips = as_planned(spoken.timeline, spoken.clips)
            program = program_of(spoken.timeline, manner, clips)
            part.write_text(TEXTS[ending](program), encoding="utf-8", newline="\n")
        else:
            program = program_of(spoken.timeline, manner, spoken.clips)
            if program.left_out and voice is not None and not spoken.failed:
                lines = "1 line" if program.left_out == 1 else f"{program.left_out} lines"
                done.notes.append(f"{lines} could not be spoken: left out.")
            done.notes += _sound(program, setup, part, ending, stage("Sound"))
    return done


def export_contact_sheet(poses: Iterable[Pose], out: Path) -> None:
    """Write all poses, right and mirrored, to an SVG or HTML file. Raises ExportError."""
    if (ending := out.suffix.lower()) not in PAPERS:
        raise ExportError(f"{out}: a contact sheet becomes a file that ends in .svg or .html.")
    _write(out, PAPERS[ending](contact_sheet(poses)))


def _write(out: Path, text: str) -> None:
    with leaving_in_order(), out_file(out) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def _sound(program: Program, setup: Setup, part: Path, ending: str, told: Stage) -> list[str]:
    """Write the sound; what was wrong with the theme or the recordings, one plain line each."""
    from yogaflow.audio.theme import DEFAULT, RATE, SoundBank, load_theme
    from yogaflow.export.encode import write_sound
    from yogaflow.export.sound import Rendering
    from yogaflow.export.tags import tags_of
    from yogaflow.library import folders
    from yogaflow.storage import paths

    folder, unknown = folders.find_theme(setup.cues)
    theme = load_theme(folder, paths.sounds_dir() / DEFAULT)
    ambience = _ambience(setup)
    rendering = Rendering(
        program, SoundBank(theme), ambience.read if ambience is not None else None
    )
    write_sound(
        part,
        ending,
        rendering.blocks(told),
        length=rendering.length,
        rate=RATE,
        tags=tags_of(program.timeline.flow),
    )
    missing = ambience.problem if ambience is not None else ""
    return [text for text in (unknown, *theme.problems, missing, *rendering.problems) if text]


def _ambience(setup: Setup) -> Ambience | None:
    if not setup.ambience or not setup.ambience_volume:
        return None
    from yogaflow.audio.ambience import Ambience

    return Ambience(Path(setup.ambience), setup.ambience_volume)


def _voice_notes(spoken: Spoken, ending: str) -> list[str]:
    if not spoken.failed:
        return [spoken.problem] if spoken.problem else []
    instead = "Times are estimated." if ending in TEXTS else "The file has sounds, and no words."
    return [f"{spoken.problem.rstrip('.')}. {instead}"]


@contextmanager
def _voice(setup: Setup) -> Iterator[Renderer | None]:
    """The voice, until the sound is written: its recordings may go with it."""
    if setup.voice == "none":
        yield None
        return
    from yogaflow.audio.voice.link import VoiceLink
    from yogaflow.storage import paths

    link = VoiceLink(
        engine=setup.voice,
        voice=setup.voice_name,
        rate=setup.voice_rate,
        cache=paths.speech_dir(),
        log=setup.log,
    )
    link.start()
    try:
        yield link
    finally:
        link.close()
