"""What the player says in letters, from one `View`: names, sides, counts, what comes next. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from yogaflow.model import Pose, Severity, Side, Unit, sided_text
from yogaflow.practice.session import Session
from yogaflow.practice.speech import VoiceStatus
from yogaflow.practice.verbosity import WORDS, Talk
from yogaflow.practice.view import State, View
from yogaflow.timeline.phrases import breaths
from yogaflow.timeline.timeline import (
    MOVING,
    Line,
    Phase,
    PhaseKind,
    Role,
    SegmentKind,
    Timeline,
    Visit,
)

PHASE_WORDS: Mapping[PhaseKind, str] = MappingProxyType(
    {
        PhaseKind.IN: "IN",
        PhaseKind.FULL: "HOLD",
        PhaseKind.OUT: "OUT",
        PhaseKind.EMPTY: "HOLD",
        PhaseKind.TIMED: "HOLD",
    }
)
"""The phase, short enough for block letters."""


def phase_word(phase: Phase) -> str:
    """The phase to read from the mat: the words of a repetition where they are all there is."""
    own = phase.text if phase.kind is PhaseKind.TIMED else ""
    return own.upper() or PHASE_WORDS[phase.kind]


PHASE_PAINTS: Mapping[PhaseKind, str] = MappingProxyType(
    {
        PhaseKind.IN: "in",
        PhaseKind.FULL: "hold",
        PhaseKind.OUT: "out",
        PhaseKind.EMPTY: "hold",
        PhaseKind.TIMED: "hold",
    }
)
"""The accent of each phase; `disc-` before it is the disc's colour."""

MARKS: Mapping[Side, str] = MappingProxyType({Side.RIGHT: "▶", Side.LEFT: "◀"})
"""The arrow of a side: it stands at that edge of the screen."""

SEVERITY_PAINTS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "warn", Severity.NOTE: "stretches"}
)
"""The colour of a problem and of a note: in the margin, in the text and in the list."""

GO_ON = "Stay as long as you like. Space goes on."


def clock(seconds: float) -> str:
    """A time left, as people write it: `0:05`, `9:40`, `1:02:05`."""
    whole = max(0, math.ceil(seconds - 1e-6))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """A length with its unit: `54 s`, `6:39 min`."""
    return f"{round(seconds)} s" if seconds < 90 else f"{clock(round(seconds))} min"


def some(number: int, word: str) -> str:
    """A number and its noun: `1 breath`, `5 breaths`."""
    return f"{number} {word if number == 1 else word + 's'}"


def shown_visit(view: View) -> Visit:
    """The visit to name: this one, or the first with a pose while counting down to it."""
    if view.segment.kind is SegmentKind.READY:
        for visit in view.timeline.visits[view.visit.index :]:
            if visit.pose is not None:
                return visit
    return view.visit


def shown_pose(view: View) -> Pose | None:
    """The pose to name; None in words, and in the close."""
    ready = view.segment.kind is SegmentKind.READY
    return view.timeline.pose(shown_visit(view).pose) if ready else view.pose


def shown_side(view: View) -> Side | None:
    """The side to name, as `shown_pose`."""
    return shown_visit(view).side if view.segment.kind is SegmentKind.READY else view.side


def name_line(pose: Pose) -> str:
    """The whole name, with the Sanskrit one where that is another."""
    other = pose.sanskrit and pose.sanskrit.casefold() != pose.name.casefold()
    return f"{pose.name} · {pose.sanskrit}" if other else pose.name


def limb(timeline: Timeline, visit: Visit, side: Side | None) -> str:
    """What a side of a visit names, without the word itself where it comes first:
    `knee forward`; "" for a visit without sides."""
    pose = timeline.pose(visit.pose)
    if pose is None or side is None:
        return ""
    names = [pose.sides] + [pose.options[o].sides for o in visit.options if o in pose.options]
    text = next((name for name in reversed(names) if name), "")
    if text.lower().startswith("<side> "):
        text = text[len("<side> ") :]
    return sided_text(text, side)


def shown_limb(view: View) -> str:
    """The limb that goes with `shown_side`."""
    return limb(view.timeline, shown_visit(view), shown_side(view))


def coming(view: View) -> str:
    """What comes next, with its side: `Gomukhasana, RIGHT`; the end has a name too."""
    visit = view.upcoming
    if visit is None:
        return "" if view.segment.kind is SegmentKind.CLOSE else "the end"
    words = visit_words(view.timeline, visit)
    same = visit.pose is not None and visit.pose == view.visit.pose
    if same and visit.side is not None and visit.side is not view.side:
        return f"other side: {words}"
    return words


def visit_words(timeline: Timeline, visit: Visit) -> str:
    """A visit by its title or pose, with its side: `Pigeon, RIGHT`."""
    pose = timeline.pose(visit.pose)
    if pose is None:
        return "closing bowl" if visit.kind is SegmentKind.CLOSE else visit.title or "a few words"
    name = visit.title or pose.name
    return f"{name}, {visit.side.upper()}" if visit.side else name


def place(view: View) -> str:
    """Where in its rounds and sets the practice is: `round 2 of 3 · set 1 of 2`."""
    segment = view.segment
    parts = [view.visit.section] if view.visit.section else []
    if segment.rounds > 1:
        parts.append(f"round {segment.round} of {segment.rounds}")
    if segment.sets > 1:
        parts.append(f"set {segment.set} of {segment.sets}")
    return " · ".join(parts)


def count_word(view: View) -> str:
    """The count as digits, "" where nothing is counted. Long holds count in minutes."""
    if view.segment.kind is SegmentKind.READY:
        return str(max(1, math.ceil(view.segment_left - 1e-6)))
    if view.unit is None or view.count < 1:
        return ""
    if view.unit is Unit.SECONDS and view.count >= 100:
        return clock(view.count)
    return str(view.count)


def unit_words(view: View) -> str:
    """What is counted, to stand under the digits: `breaths left`, `last breath`."""
    if view.segment.kind is SegmentKind.READY:
        return "until we begin"
    if view.segment.kind is SegmentKind.SETTLE:
        left = view.segment.breaths - (view.phase.breath - 1 if view.phase else 0)
        return f"{breaths(left)[:-1].lower()} to settle"
    if view.unit is None or view.count < 1:
        return ""
    one = {Unit.BREATHS: "breath", Unit.SECONDS: "second", Unit.REPS: "rep"}[view.unit]
    if view.count == 1 and view.unit is not Unit.SECONDS:
        return f"last {one}"
    if view.unit is Unit.SECONDS and view.count >= 100:
        return "minutes left"
    return f"{one}s left" if view.count > 1 else f"{one} left"


COUNTING = frozenset({Role.COUNT, Role.LAST})
"""Lines that say what the digits show; the instruction before them stays."""


def instruction(view: View) -> str:
    """The line to read now: what to do in this phase of a repetition, else the last line said."""
    if view.state is State.WAITING:
        return GO_ON
    if view.segment.kind is SegmentKind.REP:
        phase = view.segment.phase_at(view.offset)
        if phase is not None and phase.text:
            return phase.text
    named = f"{view.pose.name}," if view.pose is not None else ""
    lines = [
        line
        for line in view.segment.lines
        if line.role not in COUNTING
        and not (named and line.role is Role.NAME and _names(view.timeline, line, named))
    ]
    begun = [line for line in lines if line.offset <= view.offset]
    if begun:
        return view.timeline.written(begun[-1].text)
    if not reading(view):
        return ""
    if lines:
        return view.timeline.written(lines[0].text)  # it is about to be said
    return f"Make your way into {view.pose.name}." if view.pose else "Listen."


def _names(timeline: Timeline, line: Line, named: str) -> bool:
    """Whether a line says but the name and the side, which stand above in large letters."""
    return f"{timeline.written(line.text)[:-1]},".startswith(named)


READING = MOVING | {SegmentKind.SAY, SegmentKind.CLOSE}


def reading(view: View) -> bool:
    """Whether there is something to do or to hear instead of a breath to follow."""
    return view.segment.kind in READING


def fullness(view: View) -> float:
    """How full the lungs are, 0 to 1, eased as a breath is: slow at both ends."""
    if view.phase is None:
        return 0.0
    kind = view.phase.kind
    if kind is PhaseKind.TIMED:  # seconds inside a repetition: the breath stays where it was
        before = [p for p in view.segment.phases if p.offset < view.phase.offset]
        last = next((p.kind for p in reversed(before) if p.kind is not PhaseKind.TIMED), None)
        return 1.0 if last in (PhaseKind.IN, PhaseKind.FULL) else 0.0
    if kind is PhaseKind.FULL:
        return 1.0
    if kind is PhaseKind.EMPTY:
        return 0.0
    eased = (1 - math.cos(math.pi * min(1.0, max(0.0, view.phase_progress)))) / 2
    return eased if kind is PhaseKind.IN else 1 - eased


def held_seconds(view: View) -> str:
    """The seconds a breath is still to be held, as digits; "" where it moves, or hardly rests."""
    phase = view.phase
    if phase is None or phase.kind not in {PhaseKind.FULL, PhaseKind.EMPTY} or phase.seconds < 1:
        return ""
    return str(max(1, math.ceil(view.phase_left - 1e-6)))


def pace_words(view: View) -> str:
    """How the breath has been quickened or slowed, "" where it is as written."""
    pace = view.timeline.choices.pace
    return "" if pace == 1.0 else f"breath at {pace:g} of its pace"


SAYS: Mapping[Talk, str] = MappingProxyType(
    {
        Talk.LEARN: "more cues",
        Talk.NAMES: "names and counts",
        Talk.COUNTS: "counts alone",
        Talk.OFF: "nothing said",
    }
)
"""How much is said, in the words for the sound; the usual goes without saying."""

VOICELESS = frozenset({"off", "failed"})
"""The states of a voice in which nothing is ever said."""


def sound_words(session: Session, notice: str) -> str:
    """One quiet line about the sound: what is wrong, else how loud it is and what is heard."""
    words = ["quiet"] if session.quiet else []
    if session.muted:
        return ", ".join([*words, "muted"])
    if notice:
        return notice
    words.append(f"{'' if words else 'sound '}{round(session.volume * 100)}%")
    if session.talk in SAYS and session.voice.state not in VOICELESS:
        words.append(SAYS[session.talk])
    return ", ".join(words)


def talk_words(session: Session) -> str:
    """How much is said, as an answer to the person who has just turned it."""
    words = WORDS[session.talk]
    if session.talk is Talk.OFF:
        return words
    if session.voice.state in VOICELESS:
        return f"{words} But there is no voice."
    return f"{words} But the sound is off." if session.muted else words


def getting_ready(voice: VoiceStatus) -> tuple[str, str]:
    """What a practice waits for and how far that is, always as wide; "" where nothing is."""
    if voice.state not in {"starting", "working"}:
        return "", ""
    if not voice.total:
        return "Getting the voice ready.", ""
    digits = len(str(voice.total))
    return "Getting the voice ready: ", f"{voice.done:>{digits}} of {voice.total}."
