"""Waiting for an app under test: until nothing is left to be done, and not a moment longer.

Textual's own wait sleeps until the process uses little time, 20 ms at the least and a second on a
busy machine, twice for every key. Here the queues themselves are looked at.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual._context import active_app
from textual.screen import Screen

TURNS = 5
"""Turns of the event loop without anything to do after which nothing more comes by itself.

What is being handled has left its queue already; it needs some turns where it awaits others.
"""


async def settle(_: float = 0.0) -> None:
    """Wait until the active app has handled every message, ended its work in threads, and drawn."""
    app = active_app.get()
    turns = 0
    while turns < TURNS and app.is_running and app._exception is None:
        await asyncio.sleep(0)
        turns += 1
        if any(pump.message_queue_size or pump._next_callbacks for pump in (app, *app._registry)):
            turns = 0
        elif any(not worker.is_finished for worker in app.workers):
            await asyncio.sleep(0.001)
            turns = 0
        elif app._resize_timer is not None:
            app._check_resize()  # Textual waits a moment, whether another size comes.
            turns = 0
        elif undrawn := [screen for screen in app.screen_stack if _is_undrawn(screen)]:
            for screen in undrawn:
                screen._on_timer_update()
            turns = 0


def _is_undrawn(screen: Screen[Any]) -> bool:
    """Whether it has something to do at its next drawing; one below only does what waits for it."""
    is_stale = screen.is_current and (screen._layout_required or screen._dirty_widgets)
    return bool(is_stale or screen._callbacks)
