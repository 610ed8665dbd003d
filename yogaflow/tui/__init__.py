"""The screens. Nothing but this package imports Textual."""
