"""Flows as rows of the library. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yogaflow.library.search import Order
from yogaflow.library.summary import FlowSummary, length_text
from yogaflow.tui.paint import Block, Row, spread

BROKEN = "cannot be played yet"
STAR = "★"

ORDERS = {
    Order.TITLE: "",
    Order.PRACTISED: "last practised first   ",
    Order.LENGTH: "shortest first   ",
    Order.FAVOURITES: "favourites first   ",
}
"""What is said of an order, before the number of flows."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

_PLACE = re.compile(r".*?:(\d+):\d+: (.*)", re.DOTALL)
"""A problem with the file it is in before it."""

_BROAD = 60
"""Columns from which on there is room for breaths and kind."""


@dataclass(frozen=True, slots=True)
class FlowMarks:
    """What a person has done with a flow: a star, and when it was practised last, in words."""

    star: bool = False
    ago: str = ""


def flow_rows(one: FlowSummary, noted: FlowMarks, width: int, marked: bool) -> Block:
    """A flow in two rows: star, title and length; what it is about, and when it was practised."""
    bar: Row = (("▌", "in"),) if marked else ((" ", "ink"),)
    star: Row = ((f"{STAR} ", "in!"),) if noted.star else (("  ", "ink"),)
    whose: Row = (("  yours", "side"),) if one.own else ()
    practised: Row = ((noted.ago, "in" if marked else "quiet"),) if noted.ago else ()
    paint = "ink!" if marked else "ink"
    right: Row = ((_length(one, width), "in" if marked else "quiet"),)
    if one.problems:
        said = BROKEN if width >= _BROAD else "broken"
        paint, right = "warn!", ((said, "warn"),)
    title = (*bar, *star, (one.title, paint), *whose)
    about: Row = (*bar, ("  ", "ink"), (_about(one), "quiet"))
    return [spread(title, right, width), spread(about, practised, width)]


def _length(one: FlowSummary, width: int) -> str:
    if one.problems:
        return ""
    length = length_text(one.seconds, one.breaths)
    return f"{length}, {one.kind}" if width >= _BROAD else length.partition(",")[0]


def _about(one: FlowSummary) -> str:
    """What a flow is about, or what is wrong with it: "line 3: no pose is called pigeo"."""
    if not one.problems:
        return one.about
    found = _PLACE.fullmatch(one.problems[0])
    what = f"line {found[1]}: {found[2]}" if found else one.problems[0]
    more = len(one.problems) - 1
    return f"{what} (and {more} more)" if more else what


def ago(then: datetime, now: datetime) -> str:
    """When something was, by the days here: "today", "3 days ago", "in May", "in May 2024"."""
    then = then.astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days <= 13:
        return f"{days} days ago"
    if days <= 27:
        return f"{days // 7} weeks ago"
    months = (now.year - then.year) * 12 + now.month - then.month
    if not months:
        return "4 weeks ago"
    month = f"in {MONTHS[then.month - 1]}"
    return month if months < 12 else f"{month} {then.year}"


def heading(query: str, asked: Sequence[str]) -> Row:
    """The left of the heading: what is searched for, or what is asked of flows, or neither."""
    if query:
        return (("/ ", "in!"), (query, "ink!"))
    if asked:
        return ((", ".join(asked), "ink!"),)
    return (("yogaflow", "in!"), ("   choose a flow", "quiet"))


def tally(shown: int, whole: int, left: int, order: Order, width: int, *, sifted: bool) -> str:
    """The right of the heading: how many flows, in which order; `left` are still to be read."""
    count = f"{shown} of {whole}" if sifted else f"{whole} flow{'s' * (whole != 1)}"
    if left > 0:
        return f"{count}, {left} to read"
    return f"{ORDERS[order]}{count}" if width >= _BROAD else count
