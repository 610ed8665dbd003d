"""Foreign text on the screen: never markup, never an escape byte; kept where it is edited."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.widgets._toast import Toast, ToastRack

import yogaflow.tui
from tests.tui.desk import desk
from tests.tui.rig import running
from yogaflow.model import printable
from yogaflow.storage.line_endings import Endings
from yogaflow.tui.paint import Printable, Row, cut, fit, shortened, spread, width_of, wrap
from yogaflow.tui.screens.prompt import AskScreen
from yogaflow.tui.widgets.page import STAND_IN, PageText

pytestmark = pytest.mark.usefixtures("own_home")

ESCAPES = "\x1b]52;c;eWVz\x07\x9b2J\u202e\x0b\x0c\x1c"
MARKUP = "[/foo] [@click=app.quit]here[/] [bold"

texts = st.text(st.sampled_from("ab ü漢\t\n\x07\x1b\x9b\u202e\u200f\ud800[]"), max_size=30)


@given(texts, texts, st.integers(0, 20))
def test_rows_are_printable_and_as_wide_as_they_say(one: str, other: str, width: int) -> None:
    left, right = ((one, "ink"),), ((other, "quiet"),)
    rows: list[Row] = [fit(left, width), spread(left, right, width), shortened(left, width)]
    rows += [((line, "ink"),) for line in (*wrap(one, width), cut(one, width))]
    for row in rows:
        assert all(text == printable(text) for text, _ in row)
        assert width_of(row) <= width
    assert width_of(rows[0]) == width_of(rows[1]) == width


@given(st.lists(texts, max_size=4))
def test_what_no_widget_has_made_printable_is_taken_out_and_keeps_its_width(
    words: list[str],
) -> None:
    strip = [Segment(word) for word in words]
    shown = Printable().apply(strip, Color.parse("black"))
    for before, after in zip(strip, shown, strict=True):
        assert after.text == printable(after.text)
        assert cell_len(after.text) == cell_len(before.text)


async def test_every_widget_of_the_screen_is_printable() -> None:
    async with running(None) as rig:
        # A widget that is not ours, with text that nothing has looked at.
        screen = rig.app.screen
        await screen.mount(PageText(f"in{ESCAPES}put"))
        await rig.app.push_screen(AskScreen(ESCAPES, ESCAPES))
        await rig.pilot.pause()
        for shown in (rig.app.screen, screen):
            for strip in shown._compositor.render_strips():
                assert strip.text == printable(strip.text)


async def test_a_toast_is_no_markup(tmp_path: Path) -> None:
    path = tmp_path / f"{MARKUP.replace('/', '')}.yaml"
    path.write_text('title: "[/foo]"\nflow:\n  - pigeon: 5 breaths\n', encoding="utf-8")
    async with desk(path, toasts=True) as page:
        for text in (MARKUP, f"{path}{ESCAPES}", "[@click=app.quit]"):
            page.app.notify(text, title=MARKUP)
            page.app.screen.notify(text, title=MARKUP)
            await page.settle()
        toasts = list(page.app.screen.get_child_by_type(ToastRack).query(Toast))
        assert toasts
        for toast in toasts:
            assert MARKUP in toast.render().plain
            assert "\x1b" not in toast.render().plain
        await page.pilot.click(toasts[-1])
        assert page.app.is_running
        assert path.stem in page.shown()


def test_no_call_goes_round_it() -> None:
    """Textual reads markup in these: Paint and toasts do what they would do."""
    room = Path(yogaflow.tui.__file__).parent
    widgets = {"TextArea", "Input"}
    for path in sorted(room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.relative_to(room)}: {ast.unparse(node)[:80]}"
            match node:
                case ast.ImportFrom(module="textual.widgets", names=names):
                    assert {name.name for name in names} <= widgets, where
                case ast.ImportFrom(module="rich", names=names):
                    assert "print" not in {name.name for name in names}, where
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    assert name not in {"from_markup", "border_title", "tooltip"}, where
                case ast.Call(func=ast.Attribute(attr="exit"), keywords=words):
                    for word in words:
                        assert word.arg != "message" or "Text(" in ast.unparse(word), where
                case ast.Call(keywords=words) if path.name != "app.py":
                    assert "markup" not in {word.arg for word in words}, where
                case _:
                    pass


# -- the page -------------------------------------------------------------------------------------


async def test_the_page_keeps_a_control_character_and_shows_where_it_is(tmp_path: Path) -> None:
    text = f"title: a{ESCAPES}b\nflow:\n\t- pigeon: 5 breaths\n"
    path = tmp_path / "flow.yaml"
    path.write_text(text, encoding="utf-8")
    async with desk(path) as page:
        assert page.text == text
        assert f"a{STAND_IN}]52;c;eWVz{STAND_IN * 2}2J{STAND_IN * 4}b" in page.shown()
        editor = page.editor
        end = editor.page.document.get_line(0)
        editor.page.selection = type(editor.page.selection).cursor((0, len(end)))
        assert editor.page.cursor_screen_offset.x - editor.page.content_region.x == (
            editor.page.gutter_width + len(end)
        )
        editor.page.focus()
        await page.press("x", "ctrl+z")
        assert page.text == text
        editor.page.select_all()
        assert editor.page.selected_text == text
        await page.press("backspace", "ctrl+z")
        assert page.text == text
        await page.press("x", "ctrl+s")
        assert path.read_text(encoding="utf-8") == "x"
        await page.press("ctrl+z", "ctrl+s")
    assert path.read_text(encoding="utf-8") == text


@given(st.data())
def test_every_edit_of_the_page_is_that_of_its_text(data: st.DataObject) -> None:
    page = PageText("")
    text = Endings.of(data.draw(texts.map(lambda text: text + "\x0b\x1cz"))).plain
    page.load_text(text)
    assert page.document.text == text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(texts)
    document = page.document
    done = document.replace_range(page.location(start), page.location(end), new)
    assert document.text == text[:start] + new + text[end:]
    assert done.replaced_text == text[start:end]
    assert document.get_text_range((0, 0), done.end_location) == text[:start] + new
