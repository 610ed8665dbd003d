"""From a flow and a person's choices to a plan with absolute times. Pure."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yogaflow.timeline.compiler import (
        CompileError,
        KeptSegment,
        Speech,
        compile_flow,
        estimate_speech,
    )
    from yogaflow.timeline.timeline import (
        COUNTED,
        MOVING,
        Chime,
        Choices,
        EntryKey,
        Line,
        Phase,
        PhaseKind,
        Role,
        Segment,
        SegmentKind,
        Timeline,
        Visit,
        VisitKey,
    )
else:

    def __getattr__(name):
        """Load what is asked for, and only then: who plays sounds needs `cues` and no compiler."""
        if name not in __all__:
            raise AttributeError(name)
        from yogaflow.timeline import compiler, timeline

        return getattr(timeline if hasattr(timeline, name) else compiler, name)


__all__ = [
    "COUNTED",
    "MOVING",
    "Chime",
    "Choices",
    "CompileError",
    "EntryKey",
    "KeptSegment",
    "Line",
    "Phase",
    "PhaseKind",
    "Role",
    "Segment",
    "SegmentKind",
    "Speech",
    "Timeline",
    "Visit",
    "VisitKey",
    "compile_flow",
    "estimate_speech",
]
