"""yogaflow: a terminal player for yoga flows."""

__version__ = "0.1.0"
