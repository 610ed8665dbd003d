"""Everything that sounds.

`link` is the player's side and imports nothing heavy; the rest lives in a child process of its
own (`child`), so that a sound library that crashes, blocks or prints touches neither screen nor
clock.
"""
