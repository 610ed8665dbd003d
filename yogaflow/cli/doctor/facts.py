"""What the doctor finds, as plain data: gathered in one place, judged and shown in others. Pure.

Paths are texts as they are shown: the person's home folder is `~` in them, so that a report can
be shown to others. An empty text means nothing to say, or nothing found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class System(StrEnum):
    """Where things are installed from."""

    DEBIAN = "Debian or Ubuntu"
    FEDORA = "Fedora"
    ARCH = "Arch"
    MACOS = "macOS"
    WINDOWS = "Windows"
    OTHER = "another system"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed Python package; `version` is "" where it is missing.

    `library` is the version of a library that it brings, `problem` why it cannot be loaded.
    """

    name: str
    version: str = ""
    library: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """yogaflow and what it stands on; `executable` is the Python that runs it."""

    yogaflow: str = ""
    python: str = ""
    python_info: tuple[int, int] = (3, 11)
    executable: str = ""
    pipx: bool = False
    packages: tuple[Package, ...] = ()
    system_name: str = ""
    system: System = System.OTHER

    @property
    def numpy(self) -> bool:
        """Whether there can be sound at all: everything about sound stands on numpy."""
        return all(one.version and not one.problem for one in self.packages if one.name == "numpy")


class Colours(StrEnum):
    """How many a terminal says it has."""

    NONE = "none"
    SIXTEEN = "16"
    MANY = "256"
    ALL = "16 million"


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal we write to; columns and rows are 0 where it is none."""

    reads: bool = False
    """Keys can be read from it."""
    writes: bool = False
    """A screen can be drawn on it."""
    columns: int = 0
    rows: int = 0
    term: str = ""
    colorterm: str = ""
    no_color: bool = False
    encoding: str = ""
    colours: Colours = Colours.NONE

    @property
    def unicode(self) -> bool:
        """Whether letters and lines beyond ASCII can be written."""
        return self.encoding.lower().replace("-", "").replace("_", "") in {"utf8", "utf16"}


@dataclass(frozen=True, slots=True)
class Backend:
    """A way to a sound device.

    `loads` says whether its library can be loaded, `opens` whether the sound process got a
    device through it (None: not tried). `problem` says why not. `library` and `devices` are what
    it tells of itself; `usual` marks those that `auto` tries here.
    """

    name: str
    version: str = ""
    library: str = ""
    loads: bool = False
    opens: bool | None = None
    devices: tuple[str, ...] = ()
    problem: str = ""
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """The backends, and what the sound process says with the one that is set (`choice`)."""

    choice: str = "auto"
    state: str = "off"
    backend: str = ""
    message: str = ""
    backends: tuple[Backend, ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    """A voice engine: the path of its program or library, or the reason why it is not there."""

    name: str
    path: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A place of ours. `problem` says why nothing could be written, now or when it is made."""

    what: str
    path: str
    exists: bool = False
    writable: bool = False
    problem: str = ""
    own: bool = True
    """The person's; the bundled ones need not be written."""
    above: str = ""
    """Where it is not there and cannot be made: the folder in which it cannot."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The recordings of spoken lines: how many there are and how much room they take."""

    folder: Folder
    lines: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """The engines; `choice` is what is set, `taken` what that comes to, "" for none."""

    choice: str = "auto"
    taken: str = ""
    notice: str = ""
    engines: tuple[Engine, ...] = ()
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A cue theme; `problems` are plain lines, one for each sound that is missing or broken."""

    name: str
    path: str = ""
    own: bool = False
    chosen: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """The themes; `problem` says what is wrong with the choice, `ambience` likewise."""

    themes: tuple[Theme, ...] = ()
    problem: str = ""
    ambience: str = ""
    ambience_problem: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """Settings, folders and flows; `unplayable` says why no flow can be played at all."""

    settings: str = ""
    settings_exist: bool = False
    settings_problems: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()
    flows: int = 0
    own_flows: int = 0
    broken_flows: tuple[str, ...] = ()
    unplayable: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was tried, whether it went well as far as a program can know, and a plain line."""

    what: str
    well: bool
    said: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything. `failures` names what could not be looked at, one plain line each.

    `awake` is whether the system holds off sleep when asked: None where it gave no answer.
    """

    versions: Versions = field(default_factory=Versions)
    terminal: Terminal = field(default_factory=Terminal)
    sound: Sound = field(default_factory=Sound)
    voice: Voice = field(default_factory=Voice)
    cues: Cues = field(default_factory=Cues)
    files: Files = field(default_factory=Files)
    awake: bool | None = None
    failures: tuple[str, ...] = ()

    @property
    def can_play(self) -> bool:
        """Whether a practice can be played at all, be it silently and without a screen."""
        return not self.files.unplayable
