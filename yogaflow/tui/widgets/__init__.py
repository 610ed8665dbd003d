"""What the screens are made of: one concept for each module, drawn by pure functions."""
