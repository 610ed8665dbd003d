"""Five programs that change the same thing at once: nothing of what any of them did is lost."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from yogaflow.library.history import History
from yogaflow.library.manage import duplicate
from yogaflow.storage.text_file import ChangedError, read_stamped, save_text
from yogaflow.storage.trash import to_trash

PROGRAMS = 5


def stars(folder: Path, program: int, times: int) -> None:
    """Star flows, and practise them."""
    shelf = History(folder / "shelf.json", lambda: datetime.now(UTC))
    for number in range(times):
        shelf.turn(f"flow-{program}-{number}")
        shelf.practise(f"flow-{program}-{number}")


def stars_kept(folder: Path) -> int:
    """Flows that have both their star and their practice."""
    shelf = History(folder / "shelf.json", lambda: datetime.now(UTC))
    return len(shelf.favourites & set(shelf.practised))


def lines(folder: Path, program: int, times: int) -> None:
    """Add lines to one text; where somebody else has changed it, read it again and add anew."""
    path = folder / "text.yaml"
    for number in range(times):
        while True:
            text, stamp = read_stamped(path)
            try:
                save_text(path, f"{text}{program}-{number}\n", expect=stamp)
                break
            except ChangedError:
                continue


def lines_kept(folder: Path) -> int:
    """Lines of the text."""
    return len((folder / "text.yaml").read_text().split())


def copies(folder: Path, _: int, times: int) -> None:
    """Make copies of one flow."""
    for _ in range(times):
        duplicate(folder / "text.yaml", folder / "copies")


def copies_kept(folder: Path) -> int:
    """Copies that are there."""
    return len([*(folder / "copies").iterdir()])


def trash(folder: Path, program: int, times: int) -> None:
    """Put files of one name into the trash."""
    path = folder / str(program) / "hips.yaml"
    path.parent.mkdir()
    for _ in range(times):
        path.write_text("title: Hips")
        to_trash(path)


def trash_kept(folder: Path) -> int:
    """Files that are in the trash."""
    return len([*(folder / "Trash" / "files").iterdir()])


DEEDS: dict[str, tuple[Callable[[Path, int, int], None], Callable[[Path], int]]] = {
    "stars": (stars, stars_kept),
    "lines": (lines, lines_kept),
    "copies": (copies, copies_kept),
    "files in the trash": (trash, trash_kept),
}


def _run(deed: str, folder: Path, program: int, times: int) -> None:
    os.environ |= {"XDG_DATA_HOME": str(folder), "YOGAFLOW_HOME": str(folder / "home")}
    DEEDS[deed][0](folder, program, times)


def kept(deed: str, folder: Path, times: int) -> int:
    """How much is left of `times` deeds of each program, all done in that empty folder."""
    (folder / "text.yaml").write_text("")
    spawn = multiprocessing.get_context("spawn")
    programs = [spawn.Process(target=_run, args=(deed, folder, n, times)) for n in range(PROGRAMS)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    return DEEDS[deed][1](folder)


def main() -> int:
    """Do all of them, and print what is left of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="deeds of each program")
    times, lost = parser.parse_args().times, 0
    for deed in DEEDS:
        with tempfile.TemporaryDirectory() as folder:
            found = kept(deed, Path(folder), times)
        print(f"{found} of {PROGRAMS * times} {deed} kept")
        lost += PROGRAMS * times - found
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
