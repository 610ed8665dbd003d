"""What every test stands on."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.bundled import pose_in, stances_in
from tests.strength import QUICK, examples
from yogaflow.library import library

# No test reads or writes what belongs to the person who runs it. Child processes inherit this.
HOME = Path(tempfile.gettempdir()) / f"yogaflow-tests-{os.getpid()}"
os.environ["YOGAFLOW_HOME"] = str(HOME)
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

REAL = {
    "test_real_editor",
    "test_real_play",
    "test_live_and_file",
    "test_server",
    "test_kills",
    "test_process",
    "test_simpleaudio",
    "test_worker",
    "test_link",
    "test_doctor_heard",
    "test_at_once",
    "test_hour",
    "test_not_files",
    "test_terminals",
}
"""Files of tests with a real terminal, sound server, voice or killed process."""

# Who starts the tests may be deaf to signals (`nohup`, a shell in the background): children would
# be too, which is what `yogaflow` respects and what the tests of signals must not stand on.
for deaf in (one for one in signal.Signals if signal.getsignal(one) is signal.SIG_IGN):
    if deaf not in {signal.SIGPIPE, signal.SIGXFSZ}:  # Python's own
        signal.signal(deaf, signal.SIG_DFL)

# Numpy's linear algebra sets up threads for every core in each process; nothing uses them.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

# Nor does a person's taste in terminals decide about a test.
for name in [name for name in os.environ if name.startswith(("TEXTUAL", "NO_COLOR"))]:
    del os.environ[name]

# Each library that a test makes would read the 150 bundled poses anew.
pytest.MonkeyPatch().setattr(library, "read_pose", pose_in)
pytest.MonkeyPatch().setattr(library, "read_stances", stances_in)

# A busy machine must not fail a property: what is timed is under benchmarks/.
settings.register_profile(
    "yogaflow",
    settings.get_profile("ci" if os.environ.get("CI") else "default"),
    deadline=None,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("yogaflow")


def pytest_collection_finish() -> None:
    """What is there now stays until the end: Python need not look through it for garbage."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The real thing first, since it takes longest and waits most; in a quick run not at all."""
    real = [item for item in items if item.path.stem in REAL]
    others = [item for item in items if item.path.stem not in REAL]
    items[:] = others if QUICK else [*real, *others]
    if QUICK:
        config.hook.pytest_deselected(items=real)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that this one test has for itself: `pytest.mark.usefixtures("own_home")`."""
    monkeypatch.setenv("YOGAFLOW_HOME", str(tmp_path / "home"))
