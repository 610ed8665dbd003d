"""What every test stands on."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test reads or writes what belongs to the person who runs it. Child processes inherit this.
HOME = Path(tempfile.gettempdir()) / f"yogaflow-tests-{os.getpid()}"
os.environ["YOGAFLOW_HOME"] = str(HOME)
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# Nor does a person's taste in terminals decide about a test.
for name in [name for name in os.environ if name.startswith(("TEXTUAL", "NO_COLOR"))]:
    del os.environ[name]

# A busy machine must not fail a property: what is timed is under benchmarks/.
settings.register_profile(
    "yogaflow",
    settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("yogaflow")


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that this one test has for itself: `pytest.mark.usefixtures("own_home")`."""
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))
