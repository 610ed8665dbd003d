"""The lines around the page of the editor. Pure."""

from __future__ import annotations

from yogaflow.editing.document import Document
from yogaflow.editing.reading import Reading
from yogaflow.model import Problem, Severity
from yogaflow.timeline.outline import clock_text
from yogaflow.tui.labels import SEVERITY_PAINTS, some
from yogaflow.tui.paint import Block, Row, cut


def heading_rows(title: str, document: Document, *, changed: bool) -> tuple[Row, Row]:
    """What is edited and whose it is; whether it is saved."""
    name: Row = ((title, "ink!"), (f"   {document.path.name}", "quiet"))
    if document.bundled and document.is_new:
        name = (*name, ("   bundled: saving makes your copy", "side"))
    elif document.bundled:
        name = (*name, ("   your copy of a bundled flow", "side"))
    elif document.is_new:
        name = (*name, ("   new", "side"))
    return name, ((("● not saved", "hold"),) if changed else (("saved", "quiet"),))


def status_rows(reading: Reading, told: Row = ()) -> tuple[Row, Row]:
    """Length, breaths and balance; and what was told, or how many problems there are."""
    low, high = clock_text(reading.seconds), clock_text(reading.longest)
    length = low if low == high else f"{low} to {high}"
    left: Row = ((length, "ink!"), (f"   {some(reading.breaths, 'breath')}", "quiet"))
    if reading.right or reading.left:
        even = reading.right == reading.left
        sides = f"   right {reading.right}, left {reading.left}"
        left = (*left, (sides, "quiet" if even else "hold"))
    wrong, notes = len(reading.problems), len(reading.notes)
    state: Row = ((some(wrong, "problem"), "warn"),) if wrong else (("all well", "in"),)
    if notes:
        state = (*state, (f", {some(notes, 'note')}", SEVERITY_PAINTS[Severity.NOTE]))
    return left, told or state


def problem_row(problem: Problem, width: int, marked: bool) -> Block:
    """A problem or a note in one row."""
    where = f" {problem.line}:{problem.column}  "
    message = cut(problem.message, width - len(where))
    return [((where, SEVERITY_PAINTS[problem.level]), (message, "ink!" if marked else "ink"))]
