"""How hard the tests try: `YOGAFLOW_TESTS=quick` for a second Python, all of it for the first."""

from __future__ import annotations

import os

QUICK = os.environ.get("YOGAFLOW_TESTS") == "quick"


def examples(count: int) -> int:
    """How many examples a property is tried on, of those that it deserves."""
    return max(5, count // 10) if QUICK else count
