"""Importing: a list of quick lines, a table, or a `.flow` of flowBuilder -> a flow file.

Text in, items out: no file is read or written here.
"""

from __future__ import annotations

from yogaflow.importing.detecting import AlreadyFlow, read_import
from yogaflow.importing.folding import folded
from yogaflow.importing.result import Imported, Remark

__all__ = ["AlreadyFlow", "Imported", "Remark", "folded", "read_import"]
