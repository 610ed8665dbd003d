"""A quiet practice has no bells, and speaks of none, whichever way it is asked for."""

from __future__ import annotations

import pytest

from tests.flows import HIPS
from yogaflow.cli.arguments import build_parser
from yogaflow.cli.commands.parts import choices_of, manner_of
from yogaflow.storage.settings import Settings
from yogaflow.timeline import compile_flow, phrases


@pytest.mark.parametrize("command", [["play", "x"], ["play", "x", "--plain"], ["export", "x", "y"]])
@pytest.mark.parametrize(
    ("asked", "usual", "quiet"),
    [([], False, False), (["--quiet"], False, True), ([], True, True)],
)
def test_nobody_waits_for_a_bell_that_does_not_ring(
    command: list[str], asked: list[str], usual: bool, quiet: bool
) -> None:
    arguments = build_parser().parse_args([*command, *asked, "--countdown", "60"])
    settings = Settings(quiet=usual)
    plan = compile_flow(HIPS, choices_of(arguments, HIPS, settings))
    said = {line.text for segment in plan.segments for line in segment.lines}
    assert manner_of(arguments, settings).quiet is quiet
    assert (phrases.REJOIN in said, phrases.REJOIN_QUIET in said) == (not quiet, quiet)
    assert any("bell" in text for text in said) is not quiet
