"""Swapping one plan for another in mid-practice: the same segment, breath and phase.

The middle of an in-breath stays the middle of that in-breath. Where the file itself has changed,
what the person has chosen meanwhile is carried over to the new flow. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nextafter

from yogaflow.model import Flow, Group, Step, Unit
from yogaflow.practice.cursor import Cursor, breath_mark, first_mark_from, marks_of
from yogaflow.timeline import Choices, EntryKey, KeptSegment, phrases
from yogaflow.timeline.breath_cycles import (
    last_breath,
    lengths_of,
    rest_lasting,
    swells,
    whole_breaths,
)
from yogaflow.timeline.cues import SWELLS, CueName
from yogaflow.timeline.timeline import (
    LEAST_REST,
    MOMENT,
    MOVING,
    Chime,
    Line,
    Phase,
    Segment,
    SegmentKind,
    Timeline,
    Visit,
)

NOT_YET = 1e-3
"""Seconds from now to the next phase at least, when the pace changes inside one."""


def kept_segment(timeline: Timeline, cursor: Cursor) -> KeptSegment | None:
    """The segment the cursor is in, to be kept in a new plan; None where it has not begun."""
    if cursor.mark == 0 and cursor.interlude is None:
        return None
    segment = timeline.segments[cursor.segment]
    visit = timeline.visits[segment.visit]
    return KeptSegment(visit.key, segment.index - visit.first, segment)


def stay_in(new: Timeline, cursor: Cursor, kept: KeptSegment) -> Cursor | None:
    """The cursor in a plan that keeps its segment; None where the plan does not have it.

    Nothing in the segment has moved, so nothing of the cursor changes but where the segment is.
    """
    index = new.by_key.get(kept.visit)
    if index is None:
        return None
    place, was = new.visits[index].first + kept.place, kept.segment
    if place > new.visits[index].last:
        return None
    now = replace(new.segments[place], index=was.index, visit=was.visit, start=was.start)
    return replace(cursor, segment=place) if now == was else None


def carry_over(
    old: Timeline, new: Timeline, cursor: Cursor, offset: float, to: Visit | None = None
) -> tuple[Timeline, Cursor]:
    """The new plan and the cursor in it, for a cursor that stood `offset` seconds into a segment.

    The cursor's clock must be the instant at which it stood there. `to` is the visit that takes
    the place of its own, in a plan of another flow.
    """
    was = old.segments[cursor.segment]
    index = _same_segment(old, new, was, to)
    now = new.segments[index]
    if cursor.mark == 0 and cursor.interlude is None:
        return new, replace(cursor, segment=index)
    if cursor.interlude is not None:
        # The settling breath goes on as it is; only the place it leads back to moves.
        back = breath_mark(now, marks_of(was)[cursor.return_mark].number)
        back = max(back, min(cursor.return_mark, 1))
        return new, replace(
            cursor,
            segment=index,
            offset=offset,
            return_mark=back,
            return_offset=marks_of(now)[back].offset,
        )
    if was.since is not None:
        new = on_time(old, new, was.start, now)
        now = new.segments[index]
    if was.unit is Unit.SECONDS and _breathes_otherwise(was, now):
        now = _rephased(was, now, offset)
        segments = (*new.segments[:index], now, *new.segments[index + 1 :])
        new = replace(new, segments=segments)
        place = offset
    else:
        place = _same_place(was, now, offset)
        if was.since is None:
            new = on_time(old, new, was.start + offset, now, place)
    return new, replace(cursor, segment=index, mark=first_mark_from(now, place), offset=place)


def on_time(
    old: Timeline, new: Timeline, old_at: float, segment: Segment, offset: float = 0.0
) -> Timeline:
    """The new plan, with the next set beginning as long after this one as is written.

    The new plan has all of this set at the new pace, but some of it is over at the old one: what
    that took, more or less, is taken from the rest. `old_at` is where the old plan stood, seconds;
    the new one stands so far in the segment.
    """
    ahead = new.segments[segment.index :]
    rest = next((one for one in ahead if one.since is not None), None)
    at = segment.start + offset
    if rest is None or rest.since is None or rest.breath is None or rest.since > at:
        return new
    before = old.by_key.get(new.visits[rest.visit].key)
    since = None if before is None else old.begins(before).since
    if since is None:
        return new
    late = (old_at - since) - (at - rest.since)
    seconds = round(max(LEAST_REST, rest.duration - late), 6)
    shift = seconds - rest.duration
    if abs(shift) < MOMENT:
        return new
    lines: list[Line] = []
    for line in rest.lines:
        # What is told of the next set stays where it is before that.
        moved = line.offset + shift if line.offset > rest.duration / 2 else line.offset
        clear = lines[-1].offset + lines[-1].seconds if lines else 0.0
        if line.text != phrases.seconds(rest.amount) and clear <= moved <= seconds - line.seconds:
            lines.append(replace(line, offset=moved))
    filled = rest_lasting(rest, rest.breath, seconds, tuple(lines), rest.since - late)
    later = (replace(one, start=one.start + shift) for one in new.segments[rest.index + 1 :])
    later = (one if one.since is None else replace(one, since=one.since + shift) for one in later)
    return replace(new, segments=(*new.segments[: rest.index], filled, *later))


def matching_visit(old: Timeline, new: Timeline, visit: Visit) -> Visit | None:
    """The visit of a plan of a changed flow that is what `visit` was: one to the same pose, on
    the same side; of several the one at the same place, else the one that is as far along.

    None where the pose is not visited so any more.
    """

    def alike(other: Visit) -> bool:
        return (other.kind, other.pose, other.side) == (visit.kind, visit.pose, visit.side)

    there = new.by_key.get(visit.key)
    if there is not None and alike(new.visits[there]):
        return new.visits[there]
    nth = sum(alike(other) for other in old.visits[: visit.index])
    found = [other for other in new.visits if alike(other)]
    return found[min(nth, len(found) - 1)] if found else None


def _same_segment(old: Timeline, new: Timeline, was: Segment, to: Visit | None) -> int:
    """Index of the segment that does in the new plan what `was` did in the old one."""
    visit = old.visits[was.visit]
    there = to or new.visits[new.by_key.get(visit.key, min(was.visit, len(new.visits) - 1))]
    span = new.segments[there.first : there.last + 1]

    def role(segment: Segment) -> tuple[str, int, bool]:
        kind = SegmentKind.ENTER if segment.kind in MOVING else segment.kind
        return (kind.value, segment.rep, segment.still)

    # The same place in the visit first: a movement may have two inserted halves around it.
    nth = min(was.index - visit.first, len(span) - 1)
    if role(span[nth]) == role(was):
        return span[nth].index
    return next((s.index for s in span if role(s) == role(was)), span[nth].index)


def _same_place(was: Segment, now: Segment, offset: float) -> float:
    """The offset in `now` of the same part of the same phase."""
    phase = was.phase_at(offset)
    if phase is None or len(was.phases) == 0:
        return min(offset, nextafter(now.duration, 0.0)) if not now.open else offset
    nth = was.phases.index(phase)
    twin = _matching(now.phases, phase, nth)
    if twin is None:
        return min(offset, nextafter(now.duration, 0.0))
    part = (offset - phase.offset) / phase.seconds if phase.seconds else 0.0
    place = twin.offset + part * twin.seconds
    # Inside the twin, never on the next phase's beginning, which has not happened yet.
    following = twin.offset + twin.seconds
    for later in now.phases:
        if later.offset > twin.offset:
            following = min(following, later.offset)
            break
    return min(max(place, twin.offset), nextafter(min(following, now.duration), 0.0))


def _matching(phases: Sequence[Phase], phase: Phase, nth: int) -> Phase | None:
    if nth < len(phases) and (phases[nth].kind, phases[nth].breath) == (phase.kind, phase.breath):
        return phases[nth]
    for other in phases:
        if (other.kind, other.breath) == (phase.kind, phase.breath):
            return other
    return None


def _breathes_otherwise(was: Segment, now: Segment) -> bool:
    """Whether the breath of a hold runs in another rhythm, or did since an earlier new plan."""
    if was.breath != now.breath or not was.phases:
        return bool(was.phases or now.phases)
    return any(a.offset != b.offset for a, b in zip(was.phases, now.phases, strict=False))


def _rephased(was: Segment, now: Segment, offset: float) -> Segment:
    """A hold of seconds at a new pace: it ends on the same second, the breath goes on from here.

    What has been breathed stays; the rest of the current phase runs at the new breath's lengths,
    and so do all later ones, fitted so that the last breath is whole.
    """
    chimes = [c for c in now.chimes if c.name not in {*SWELLS, CueName.LAST}]
    breath = now.breath or was.breath
    if breath is None or not was.phases:
        # It has begun without a breath, and stays so.
        return replace(now, breath=None, breaths=0, phases=(), chimes=tuple(chimes))
    lengths = lengths_of(breath)
    current = was.phase_at(offset) or was.phases[-1]
    gone = min(offset - current.offset, current.seconds)
    # What is left of the phase runs slower or quicker by as much as the whole breath does. One that
    # the breath does not have is itself the end of a phase from before an earlier new plan.
    before = lengths_of(was.breath or breath)[current.kind]
    left = (current.seconds - gone) * (lengths[current.kind] / before if before else 1.0)
    phases = [p for p in was.phases if p.offset < current.offset]
    phases.append(replace(current, seconds=min(gone + left, now.duration - current.offset)))
    # The next phase has not begun, whatever rounding says.
    at = max(current.offset + phases[-1].seconds, offset + NOT_YET)
    kinds = list(lengths)[list(lengths).index(current.kind) + 1 :]
    begun = sum(lengths[kind] for kind in kinds)
    more, factor = whole_breaths(now.duration - at, breath, begun)
    following = [(kind, current.breath) for kind in kinds]
    following += [(kind, current.breath + n) for n in range(1, more + 1) for kind in lengths]
    for kind, number in following:
        length = min(lengths[kind] * factor, now.duration - at)
        if length > 1e-6:
            phases.append(Phase(kind, at, length, number))
        at += length
    breaths = phases[-1].breath
    chimes += swells(phases)
    last = last_breath(phases)
    if last is not None and (last.offset > offset or breaths == was.breaths):
        chimes.append(Chime(last.offset, CueName.LAST))
    chimes.sort(key=lambda c: c.offset)
    return replace(
        now,
        breath=breath,
        phases=tuple(phases),
        chimes=tuple(chimes),
        breaths=breaths,
        lines=was.lines if was.duration == now.duration else now.lines,
    )


def carried_choices(choices: Choices, old: Flow, new: Flow) -> Choices:
    """The choices for a flow that has been written anew while it was played.

    Where to begin is past. What was made longer or shorter stays so where the step stands at the
    same place and says the same; sides stay turned where nothing was moved, added or taken out.
    """
    if not choices.adjust and not choices.flips:
        return replace(choices, start=None)
    before, after = _entries(old), _entries(new)
    same = {key for key, step in before.items() if after.get(key) == step}
    return replace(
        choices,
        start=None,
        adjust={key: by for key, by in (choices.adjust or {}).items() if key in same},
        flips=choices.flips if before.keys() == after.keys() else frozenset(),
    )


def _entries(flow: Flow) -> dict[EntryKey, object]:
    """What is written, by its place, without the lines it is written on."""
    found: dict[EntryKey, object] = {}

    def look(steps: tuple[Step, ...], above: EntryKey) -> None:
        for index, step in enumerate(steps):
            key = (*above, index)
            if isinstance(step, Group):
                found[key] = (step.sides, step.repeat, step.part)
                look(step.steps, key)
            else:
                found[key] = replace(step, line=0)

    look(flow.steps, ())
    return found
