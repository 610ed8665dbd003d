"""Scripts that try to break the program; a sample of each runs with the suite."""
