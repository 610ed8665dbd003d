"""The command line: commands, plain playing, doctor, and what puts everything together."""
