"""The wheel is whole: it is built, installed outside the checkout and played from there.

Built as a publisher does, from the source archive. No network: the new environment borrows the
dependencies of this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """Run a command to its end, give back what it printed; fails with its errors."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment | {"PYTHONUTF8": "1"} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, by way of the source archive."""
    place = tmp_path_factory.mktemp("build")
    hatchling = (sys.executable, "-m", "hatchling", "build")
    run(*hatchling, "-t", "sdist", "-d", place, cwd=ROOT)
    (archive,) = place.glob("yogaflow-*.tar.gz")
    with tarfile.open(archive) as file:
        # Python 3.11.3 and older know no filters, newer ones ask for one.
        if hasattr(tarfile, "data_filter"):
            file.extraction_filter = tarfile.data_filter
        file.extractall(place)
    (source,) = (path for path in place.iterdir() if path.is_dir())
    run(*hatchling, "-t", "wheel", "-d", place, cwd=source)
    (built,) = place.glob("yogaflow-*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """Every file in the wheel."""
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it, far from the checkout."""

    folder: Path

    def yogaflow(self, *arguments: str) -> str:
        """Run the installed command in an empty folder; what it printed."""
        away = self.folder / "away"
        away.mkdir(exist_ok=True)
        command = self.folder / BIN / "yogaflow"
        return run(command, *arguments, cwd=away, YOGAFLOW_HOME=str(self.folder / "home"))

    def python(self, code: str) -> str:
        """Run code with the environment's Python; what it printed."""
        return run(self.folder / BIN / "python", "-c", code, cwd=self.folder).strip()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a new environment."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / BIN / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    site_packages = run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=folder)
    # A path file lends the libraries without the path files among them: the checkout's own,
    # which would bring the checkout's package along, is not read.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(site_packages.strip()) / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return Installed(folder)


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("sequences", "*.yaml"),
        ("sequences/poses", "*.yaml"),
        ("sequences/ways", "*.yaml"),
        ("sequences/schema", "*.json"),
        ("sounds", "*/*.wav"),
    ],
)
def test_the_wheel_carries_every_bundled_file(folder: str, pattern: str, names: set[str]) -> None:
    expected = {
        f"yogaflow/data/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).glob(pattern)
    }
    assert expected, f"nothing in {folder}"
    assert expected <= names


def test_the_wheel_carries_every_module_and_style_sheet(names: set[str]) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "yogaflow").rglob("*")
        if path.suffix in {".py", ".tcss", ".typed"}
    }
    assert expected <= names


def test_the_wheel_carries_nothing_else(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"yogaflow"}
    data = [name for name in names if name.startswith("yogaflow/data/")]
    assert not [name for name in data if name.endswith((".py", ".pyc"))]


def test_the_wheel_says_what_it_is(wheel: Path, names: set[str]) -> None:
    (info,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    with zipfile.ZipFile(wheel) as file:
        metadata = Parser().parsestr(file.read(info).decode())
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    where = Path(installed.python("import yogaflow; print(yogaflow.__file__)"))
    assert where.is_relative_to(installed.folder)
    for place in ("sequences_dir", "poses_dir", "schema_dir", "sounds_dir"):
        found = Path(
            installed.python(f"from yogaflow.storage import paths; print(paths.{place}())")
        )
        assert found.is_relative_to(installed.folder)
        assert found.is_dir()


def test_it_names_its_version_and_its_flows(installed: Installed, wheel: Path) -> None:
    assert wheel.name.split("-")[1] in installed.yogaflow("--version")
    listed = installed.yogaflow("list")
    for flow in (ROOT / "sequences").glob("*.yaml"):
        assert flow.stem in listed


def test_it_plays_a_flow_to_the_end(installed: Installed) -> None:
    plan = json.loads(installed.yogaflow("show", "hip-openers", "--json"))
    visits = list(
        dict.fromkeys(
            (segment["pose"], segment["side"])
            for segment in plan["segments"]
            if segment["kind"] == "hold"
        )
    )
    assert len(visits) >= 8, "four hip openers, each on both sides"
    lines = installed.yogaflow(
        "play", "hip-openers", "--plain", "--speed", "1000", "--mute"
    ).splitlines()
    rest = iter(lines)
    for key, side in visits:
        pose = yaml.safe_load((ROOT / "sequences" / "poses" / f"{key}.yaml").read_text("utf-8"))
        name = pose["name"].lower()
        # In order: what is looked for is taken from what has not been read yet.
        assert any(name in line.lower() and (side or "") in line.lower() for line in rest), (
            f"{name} {side} is missing, or out of order, in:\n" + "\n".join(lines)
        )
