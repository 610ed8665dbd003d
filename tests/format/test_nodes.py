"""Text -> marked nodes: source text as it is written, places, and what is refused."""

from __future__ import annotations

import pytest

from yogaflow.format import nodes
from yogaflow.format.nodes import MAX_LEVEL, MAX_NODES, Mapping, Node, Scalar, Sequence, parse
from yogaflow.format.problems import MAX_PROBLEMS, Report
from yogaflow.model import FormatError


def plain(node: Node) -> object:
    """A node as plain Python, without its places."""
    if isinstance(node, Mapping):
        return {name: plain(value) for name, value in node.values.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text


def read(text: str) -> Node:
    report = Report("test.yaml")
    node = parse(text, report)
    assert report.problems == []
    return node


def test_keys_written_twice_are_worded_no_more_once_enough_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worded: list[str] = []

    def word(text: str) -> str:
        worded.append(text)
        return text

    monkeypatch.setattr(nodes, "shown", word)
    report = Report("test.yaml", stops=False)
    node = parse("".join("a: 1\n" for _ in range(300)) + "b: 2\n", report)
    assert isinstance(node, Mapping)
    assert list(node.keys) == ["a", "b"]
    assert len(worded) == MAX_PROBLEMS < len(report.problems)


def problems(text: str) -> list[tuple[int, int, str]]:
    report = Report("test.yaml")
    try:
        parse(text, report)
    except FormatError as error:
        return [(found.line, found.column, found.message) for found in error.problems]
    return [(found.line, found.column, found.message) for found in report.problems]


@pytest.mark.parametrize(
    "word",
    ["on", "no", "1:30", "010", "2026-01-01", "null", "~", "1e3", "0x10", ".inf", "=", "1_0"],
)
def test_a_word_is_its_source_text(word: str) -> None:
    assert plain(read(f"a: {word}\n{word}: b\n")) == {"a": word, word: "b"}


def test_quoted_and_block_texts_are_fine() -> None:
    text = "a: 'it''s'\nb: \"x\\ty\"\nc: |\n  one\n  two\nd: >-\n  one\n  two\n"
    assert plain(read(text)) == {"a": "it's", "b": "x\ty", "c": "one\ntwo\n", "d": "one two"}


def test_places_are_one_based_and_count_characters() -> None:
    node = read("a: {𝕏é: [🧘, 中, last]}\n")
    assert isinstance(node, Mapping)
    inner = node.values["a"]
    assert isinstance(inner, Mapping)
    items = inner.values["𝕏é"]
    assert isinstance(items, Sequence)
    assert [(item.line, item.column) for item in items.items] == [(1, 10), (1, 13), (1, 16)]
    assert (inner.keys["𝕏é"].line, inner.keys["𝕏é"].column) == (1, 5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_at_every_line_ending(end: str) -> None:
    node = read(f"a: b{end}# no{end}c: d{end}")
    assert isinstance(node, Mapping)
    assert node.values["c"].line == 3


def test_a_byte_order_mark_does_not_move_the_columns() -> None:
    node = read("\ufeffa: b\n")
    assert (node.line, node.column) == (1, 1)


def test_nesting_is_allowed_up_to_the_limit() -> None:
    assert read("[" * MAX_LEVEL + "]" * MAX_LEVEL)
    too_deep = "[" * (MAX_LEVEL + 1) + "]" * (MAX_LEVEL + 1)
    message = "more than 32 lists and groups inside each other"
    assert problems(too_deep) == [(1, MAX_LEVEL + 1, message)]


@pytest.mark.parametrize("piece", ["[", "{", "- ", "? ", "[{", "- [", "{a: ", "[[[[\n"])
def test_deep_nesting_of_any_kind_ends_at_the_limit(piece: str) -> None:
    assert problems(piece * 40_000)


@pytest.mark.parametrize("piece", ["[", "- ", "? ", "{a: "])
def test_what_is_below_the_limit_is_not_read(piece: str) -> None:
    steps: list[None] = []
    with pytest.raises(FormatError):
        parse(piece * 3000, Report("a.yaml", checkpoint=lambda: steps.append(None)))
    assert len(steps) <= 2 * MAX_LEVEL + 3, "a key and a value for each level, and three to begin"


def test_a_file_of_too_many_words_is_left_early() -> None:
    found = problems("- a\n" * (MAX_NODES + 10))
    assert len(found) == 1
    assert "too much for one file" in found[0][2]


def test_a_text_over_a_megabyte_is_not_parsed() -> None:
    assert problems("#" * 1_000_001)[0][2].startswith("larger than 1 MB")


def test_a_key_twice_keeps_the_first_and_is_told() -> None:
    report = Report("test.yaml")
    node = parse("a: 1\nb: 2\na: 3\n", report)
    assert plain(node) == {"a": "1", "b": "2"}
    assert [(found.line, found.column) for found in report.problems] == [(3, 1)]


def test_everything_refused_is_told_at_once() -> None:
    found = problems("a: &x 1\nb: *x\nc: !t 2\n<<: 3\n? [q]\n: 4\n")
    assert [(line, column) for line, column, _ in found] == [(1, 4), (2, 4), (3, 4), (4, 1), (5, 3)]


def test_a_comma_that_splits_a_text_is_told_where_the_rest_begins() -> None:
    assert problems("a: {text: Fold, then lift}") == [
        (1, 17, "then lift: a comma splits here: quote the text")
    ]
    assert problems("a: {text: Fold, then lift, at: end}")[0][:2] == (1, 17)


def test_an_empty_value_with_its_colon_is_no_split() -> None:
    assert problems("a: {b: c, d: , e : }") == []


def test_a_list_in_brackets_may_have_commas() -> None:
    assert plain(read("a: [b, c d]")) == {"a": ["b", "c d"]}


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: b\x00", (1, 5)), ("a\n\x1b[2J", (2, 1)), ("a: \u202eb", (1, 4)), ("a\x85b", (1, 2))],
)
def test_invisible_characters_are_found(text: str, place: tuple[int, int]) -> None:
    assert [found[:2] for found in problems(text)] == [place]


def test_an_escaped_control_character_is_found_too() -> None:
    assert problems('a: "\\e[2J"') == [(1, 4, "an invisible character (U+001B): delete it")]


@pytest.mark.parametrize("text", ["", " \n\t\n", "# only this\n", "---\n# only this\n"])
def test_nothing_to_read_is_told(text: str) -> None:
    assert len(problems(text)) <= 1
    if not text.startswith("---"):
        assert "empty" in problems(text)[0][2] or "comments" in problems(text)[0][2]


def test_one_document_may_be_marked_as_such() -> None:
    assert plain(read("---\na: b\n...\n")) == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a:\n\tb: c\n", 2, 1, "a tab"),
        ("a: b: c\n", 1, 5, "a second colon"),
        ("a: b\n   c: d\n", 2, 5, "set in too far"),
        ("a:\n  - b\n c: d\n", 3, 2, "not set in like the lines around it"),
        ("a: 'b\n", 1, 4, "this quote is never closed"),
        ("a: [b\nc: d\n", 1, 4, "this [ is never closed"),
        ("a: {b: c\n", 1, 4, "this { is never closed"),
        ("a: [b c: d e: f]", 1, 13, "a comma or the end of the [ is missing"),
        ("a: @b\n", 1, 4, "a text cannot begin with @"),
        ("a: >b\n", 1, 4, "a text cannot begin with >"),
        ("a: - b\n", 1, 4, "a list begins on a line of its own"),
        ("a: 'b' c\n", 1, 8, "text after a closing quote"),
        ("a\nb: c\n", 2, 2, "the line above has no colon"),
        ("a: b\nc\nd: e\n", 2, 1, "a colon is missing on this line"),
    ],
)
def test_what_yaml_cannot_read_is_told_in_plain_words(
    text: str, line: int, column: int, message: str
) -> None:
    found = problems(text)
    assert len(found) == 1
    assert found[0][:2] == (line, column)
    assert message in found[0][2]
    for jargon in ("token", "scalar", "mapping", "scanning", "parsing", "expected"):
        assert jargon not in found[0][2]
