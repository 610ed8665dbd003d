"""The voice: lines of text become recordings, ahead of the time they are heard.

`link` is the player's side and imports nothing heavy; the engines and all work on samples live
in a process of its own (`worker`). Recordings are kept in a folder (`store`), so that a practice
that was heard before needs neither.
"""
