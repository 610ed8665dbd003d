"""A practice as a file: one module for each kind."""
