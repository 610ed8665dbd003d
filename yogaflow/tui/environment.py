"""What the app gets from the machine it runs on, in one object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from yogaflow.library.catalogue import Catalogue
    from yogaflow.library.history import History
    from yogaflow.library.library import Library
    from yogaflow.model import Flow
    from yogaflow.practice.session import Session
    from yogaflow.practice.verbosity import SpeechChoices
    from yogaflow.storage.settings import Settings
    from yogaflow.timeline.timeline import Choices


class MakeSession(Protocol):
    """Makes a session that has not begun; may raise CompileError."""

    def __call__(
        self,
        flow: Flow,
        choices: Choices,
        manner: SpeechChoices | None = None,
        *,
        speed: float | None = None,
    ) -> Session:
        """A practice of that flow, led in that manner, or as the person's settings have it.

        `speed` is that of its clock, None for the one that was asked for at the start.
        """


@dataclass(frozen=True, slots=True)
class Environment:
    """Sound, settings and files, as functions where they cost time: called when they are needed.

    `library` has the poses, `catalogue` and `shelf` the flows to list and what was done with them:
    the person's own, and a shelf that is not kept, where none are given. `practised` is called with
    the file of a flow that has been practised, and returns one line about what has
    gone wrong, or "". `notice` returns one quiet line about sound, voice and sleep, "" where all is
    well. `speaks` says whether there is a voice; it is asked before the first practice.
    """

    library: Callable[[], Library]
    make_session: MakeSession
    settings: Settings | None = None
    notice: Callable[[], str] = str
    speaks: Callable[[], bool] = lambda: True
    catalogue: Callable[[], Catalogue] | None = None
    shelf: Callable[[], History] | None = None
    practised: Callable[[str], str] = lambda _: ""
