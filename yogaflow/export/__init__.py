"""A practice as a file: sound, captions, timeline, cue sheet or hand-out, one module for each.

Imports nothing itself, so that a listing on the terminal does not load what writes sound.
"""
