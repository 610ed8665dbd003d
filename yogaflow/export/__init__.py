"""A practice as a file: sound, captions, timeline or cue sheet, one module for each."""

from yogaflow.export.job import ENDINGS, Done, Setup, ending_of, export
from yogaflow.export.whole import ExportError

__all__ = ["ENDINGS", "Done", "ExportError", "Setup", "ending_of", "export"]
