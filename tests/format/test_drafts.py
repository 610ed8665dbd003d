"""What can be read of a flow that has problems."""

from __future__ import annotations

from tests.editing.typed import PARTS, POSES
from yogaflow.format.flows import Draft, read_draft


def drafted(text: str) -> Draft:
    return read_draft(text, path="p.yaml", key="k", poses=POSES)


def test_what_can_be_read_of_a_broken_flow() -> None:
    text = PARTS.replace("moon: 5 reps", "moon: 5 rep s").replace("- star", "- stairs")
    draft = drafted(text)
    assert draft.flow is not None
    assert len(draft.problems) == 2
    assert [step.line for step in draft.flow.steps] == [25, 28, 42]
    assert list(draft.parts) == ["a", "b", "c"]
    assert draft.parts_first
    stopped = drafted(PARTS.replace("[locust", "locust"))
    assert stopped.flow is None
    assert len(stopped.problems) == 1


def test_more_problems_than_are_told_hide_no_steps() -> None:
    text = "title: A\nflow:\n" + "  - nowhere: 5 breaths\n" * 150 + "  - locust: 5 breaths\n"
    draft = drafted(text)
    assert draft.flow is not None
    assert [step.line for step in draft.flow.steps] == [153]
