"""The journal of what is not saved yet: every edit is written down the moment it is made.

One file for each edited flow, in the person's data folder. A program that is killed loses at most
the edit it was just writing. A power cut may lose what came after the last `flush`, since only
that waits for the disk: call it every second or so, away from the keys.
"""

from __future__ import annotations

from yogaflow.journal.left import Disk, Unsaved, unsaved, unsaved_of
from yogaflow.journal.writing import BusyError, Journal

__all__ = ["BusyError", "Disk", "Journal", "Unsaved", "unsaved", "unsaved_of"]
