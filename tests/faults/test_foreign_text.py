"""A sample of the ways out of `foreign_text`."""

from __future__ import annotations

import os

import pytest

from tests.faults.foreign_text import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="such names of files are none there")


def test_nothing_that_was_planted_reaches_the_terminal() -> None:
    assert main(["--times", "5"]) == 0
