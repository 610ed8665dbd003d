"""How a flow stands in the library."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from yogaflow.library.search import Order
from yogaflow.library.summary import FlowSummary
from yogaflow.tui.flowrows import FlowMarks, ago, flow_rows, heading, tally
from yogaflow.tui.paint import Block, width_of

HERE = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 25, 18, 30, tzinfo=HERE)

HIPS = FlowSummary(
    *("hips", "Hip openers", "/x/hips.yaml", True, "Four stretches for one hip."),
    seconds=(420.0, 660.0),
    breaths=(25, 45),
    kind="stretch",
)


def texts(rows: Block) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def test_a_row_has_star_title_length_and_practice() -> None:
    first, second = texts(flow_rows(HIPS, FlowMarks(star=True, ago="today"), 70, False))
    assert first.startswith(" ★ Hip openers  yours")
    assert first.endswith("7–11 min, 25–45 breaths, stretch")
    assert second.startswith("   Four stretches")
    assert second.endswith("today")


def test_a_narrow_row_has_the_minutes() -> None:
    first, second = texts(flow_rows(HIPS, FlowMarks(ago="3 days ago"), 36, True))
    assert first.startswith("▌  Hip openers")
    assert first.endswith("7–11 min")
    assert second.endswith("3 days ago")


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("/x/hips.yaml:3:5: no pose", "line 3: no pose"),
        (r"C:\\x\\hips.yaml:3:5: no pose: at all", "line 3: no pose: at all"),
        ("something else", "something else"),
    ],
)
def test_a_broken_flow_says_where(problem: str, says: str) -> None:
    broken = HIPS._replace(problems=(problem, "more", "more"))
    first, second = texts(flow_rows(broken, FlowMarks(), 80, False))
    assert first.endswith("cannot be played yet")
    assert second.strip() == f"{says} (and 2 more)"


@pytest.mark.parametrize("width", [1, 5, 20, 36, 61, 200])
def test_no_row_is_wider_than_the_screen(width: int) -> None:
    for one in (HIPS, HIPS._replace(problems=("x" * 300,), title="\udcff" * 50)):
        for row in flow_rows(one, FlowMarks(star=True, ago="in September"), width, True):
            assert width_of(row) <= width
            "".join(text for text, _ in row).encode()


def test_the_heading_says_what_is_asked_and_how_many_there_are() -> None:
    assert texts([heading("hip", ("stretch",)), heading("", ("stretch", "yours"))]) == [
        "/ hip",
        "stretch, yours",
    ]
    assert tally(1, 1, 0, Order.TITLE, 80, sifted=False) == "1 flow"
    assert tally(3, 9, 0, Order.LENGTH, 80, sifted=True) == "shortest first   3 of 9"
    assert tally(3, 9, 0, Order.LENGTH, 40, sifted=True) == "3 of 9"
    assert tally(9, 9, 4, Order.TITLE, 40, sifted=False) == "9 flows, 4 to read"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (27, "3 weeks ago"),
        (28, "in October"),
        (330, "in December"),
        (360, "in November 2025"),
        (400, "in October 2025"),
    ],
)
def test_how_long_ago_is_said_in_days_then_months(days: int, words: str) -> None:
    assert ago(NOW - timedelta(days=days), NOW) == words


def test_a_month_with_thirty_one_days_has_four_weeks_ago() -> None:
    assert ago(datetime(2026, 10, 1, tzinfo=HERE), datetime(2026, 10, 30, tzinfo=HERE)) == (
        "4 weeks ago"
    )


def test_days_are_those_of_here() -> None:
    late = datetime(2026, 11, 24, 23, 0, tzinfo=timezone(timedelta(0)))  # 1 in the morning here
    assert ago(late, NOW) == "today"
    assert ago(datetime(2026, 11, 24, 23, 59, tzinfo=HERE), NOW) == "yesterday"
