"""What kind of file is imported: by the ending of its name, and by what is in it."""

from __future__ import annotations

import re

from yogaflow.format.pose_source import PoseSource
from yogaflow.importing.columns import table_in
from yogaflow.importing.flowbuilder import read_flowbuilder
from yogaflow.importing.lines import read_lines
from yogaflow.importing.result import MOST_STEPS, Imported, Remark
from yogaflow.importing.table import read_table

_JSON = (".flow", ".json")
_TABLE = (".csv", ".tsv", ".tab")
_FLOW = re.compile(r"^flow:\s*(?:#.*)?$", re.MULTILINE)
_TITLE = re.compile(r"^title:", re.MULTILINE)


class AlreadyFlow(Exception):  # noqa: N818 - what it says is what was found
    """The file is a flow as yogaflow plays it: there is nothing to import."""


def read_import(text: str, name: str, poses: PoseSource) -> Imported:
    """What a file comes to; `name` is its name, for the ending. Raises AlreadyFlow."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _JSON or text.lstrip("\ufeff \t\r\n").startswith("{"):
        return read_flowbuilder(text, poses)
    if _FLOW.search(text) and _TITLE.search(text):
        raise AlreadyFlow
    if text.count("\n") > MOST_STEPS:
        message = f"more than {MOST_STEPS:,} lines: too much for one flow"
        return Imported("", (), (Remark(MOST_STEPS + 1, 1, message),))
    rows = table_in(text, sure=ending in _TABLE)
    return read_table(rows, poses) if rows else read_lines(text, poses)
