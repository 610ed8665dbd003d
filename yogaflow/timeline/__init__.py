"""From a flow and a person's choices to a plan with absolute times. Pure."""

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
