"""A practice as a file: sound, captions, timeline, cue sheet or hand-out, one module for each."""

from yogaflow.export.job import ENDINGS, Done, Setup, ending_of, export, export_contact_sheet
from yogaflow.export.whole import ExportError

__all__ = ["ENDINGS", "Done", "ExportError", "Setup", "ending_of", "export", "export_contact_sheet"]
