"""`yogaflow list`: the flows of the library as lines, or as JSON."""

from __future__ import annotations

import argparse
import sys
import time

from yogaflow.cli.output import ours, tell
from yogaflow.library.catalogue import default_catalogue
from yogaflow.library.search import FlowFilter, FlowSearch, Order, Ownership, ordered
from yogaflow.library.summary import list_json, list_text
from yogaflow.storage import garbage, paths

SHOWN_FROM = 100
"""Flows to read from which on it is said how far the reading is: a second of it."""


def run(arguments: argparse.Namespace) -> int:
    """Print the flows that are asked for, in the order that is asked for."""
    garbage.pause()  # The program ends with the list.
    catalogue = default_catalogue()
    catalogue.look()
    shown = sys.stderr.isatty() and len(catalogue.waiting) > SHOWN_FROM
    catalogue.read_all(time.monotonic, _tell_how_far if shown else None)
    order = Order(arguments.sort)
    favourites, practised = frozenset[str](), None
    if arguments.favourites or order in {Order.FAVOURITES, Order.PRACTISED}:
        from yogaflow.library.history import default_shelf

        shelf = default_shelf()
        favourites, practised = shelf.favourites, shelf.practised
        if notice := shelf.notice():
            tell(notice)
    sieve = FlowFilter(
        whose=Ownership.FAVOURITES if arguments.favourites else Ownership.ALL,
        kind=arguments.kind or "",
    )
    flows = ordered(catalogue.flows, order, favourites, practised)
    found = FlowSearch(flows, catalogue.marks, favourites).found(arguments.search or "", sieve)
    if arguments.json:
        text = list_json(found, catalogue.marks)
    else:
        text = list_text(found, paths.user_flows_dir())
    ours(text)  # Foreign words have been made printable in the one, and ASCII in the other.
    return 0


def _tell_how_far(done: int, whole: int) -> None:
    end = "\r\x1b[K" if done == whole else ""
    sys.stderr.write(f"\rReading flows: {done} of {whole}{end}")
    sys.stderr.flush()
