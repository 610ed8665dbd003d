"""One screen for each module; each is imported only when it is shown."""
