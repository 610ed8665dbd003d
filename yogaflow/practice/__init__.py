"""Playing a timeline: the player, its events, what is shown and spoken, what was practised."""
