"""What a person has chosen in mid-practice, carried over to the changed flow. Pure."""

from __future__ import annotations

from dataclasses import replace

from yogaflow.model import Flow, Group, Step
from yogaflow.timeline import Choices, EntryKey


def carried(choices: Choices, old: Flow, new: Flow) -> Choices:
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
