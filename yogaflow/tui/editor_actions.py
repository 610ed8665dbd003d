"""Everything a key can do in the editor: in the outline with single keys, in the text with others.

The names of commands on steps are those of `editing.commands`.
"""

from __future__ import annotations

from yogaflow.tui.actions import HELP, PALETTE, THEME, Action

ADD = Action(
    "add",
    ("a", "f2"),
    "a F2",
    "add",
    "Add a step",
    "Look for a pose, or type a line: pigeon 5-10 breaths.",
    rank=1,
)
MOVE_UP = Action(
    "move-up",
    ("K", "alt+up"),
    "alt+↑",
    "up",
    "Move up",
    "Move the step up; also into a group and out of it. Also K.",
    rank=6,
)
MOVE_DOWN = Action(
    "move-down",
    ("J", "alt+down"),
    "alt+↓",
    "down",
    "Move down",
    "Move the step down; also into a group and out of it. Also J.",
    rank=6,
)
LONGER = Action(
    "longer",
    ("plus", "equals_sign", "alt+right"),
    "+",
    "longer",
    "Longer",
    "A breath, rep, round or some seconds more. Also alt+→.",
    rank=5,
)
SHORTER = Action(
    "shorter",
    ("minus", "underscore", "alt+left"),
    "-",
    "shorter",
    "Shorter",
    "A breath, rep, round or some seconds less. Also alt+←.",
    rank=5,
)
SIDES = Action(
    "sides",
    ("s", "f4"),
    "s F4",
    "sides",
    "Sides",
    "Both sides, the other first, right, left, or as around it.",
    rank=7,
)
BOTH_SIDES = Action(
    "both-sides",
    ("g", "alt+g"),
    "g",
    "group",
    "Group with both sides",
    "What is marked, on both sides. shift+↑ marks more.",
    rank=7,
)
ROUNDS = Action(
    "rounds",
    ("o", "alt+o"),
    "o",
    "rounds",
    "Group with rounds",
    "What is marked, twice; + makes it more.",
)
UNWRAP = Action("unwrap", ("x", "alt+x"), "x", "unwrap", "Unwrap", "A group's steps without it.")
REST = Action("rest", ("r", "alt+r"), "r", "rest", "Rest", "Insert a rest of five breaths.")
SWAP = Action(
    "swap", ("w", "alt+w"), "w", "swap", "Swap the pose", "Another pose of the same kind."
)
DUPLICATE = Action(
    "duplicate", ("c", "alt+c"), "c", "copy", "Duplicate", "The same step once more, below."
)
DELETE = Action(
    "delete",
    ("d", "delete", "alt+d"),
    "d",
    "delete",
    "Delete",
    "Away with what is marked; undo brings it back.",
    rank=8,
)
TRY = Action(
    "try",
    ("p", "f5"),
    "p F5",
    "try",
    "Try it",
    "Play from here, and come back to the same place.",
    rank=3,
)
REHEARSE = Action(
    "rehearse",
    ("P", "f6"),
    "P F6",
    "rehearse",
    "Rehearse",
    "The same, eight times as fast.",
)
SAVE = Action("save", ("ctrl+s",), "ctrl+s", "save", "Save", "Write the file.", rank=2)
UNDO = Action(
    "undo", ("u", "ctrl+z"), "u", "undo", "Undo", "Take the last change back. Also ctrl+z.", rank=8
)
REDO = Action("redo", ("y", "ctrl+y"), "y", "redo", "Redo", "Make it again after all. Also ctrl+y.")
PROBLEM = Action(
    "problem", ("f8", "n"), "F8", "problem", "Next problem", "Go to what is wrong next.", rank=4
)
TEXT = Action("text", ("enter", "e", "i", "tab"), "enter", "text", "To the text", "Write.", rank=2)
OUTLINE = Action(
    "outline",
    ("f7",),
    "esc",
    "steps",
    "To the steps",
    "From the text to the steps, for commands on single keys.",
    rank=0,
)
EXTEND_UP = Action("extend-up", ("shift+up",), "", "", "", "")
EXTEND_DOWN = Action("extend-down", ("shift+down",), "", "", "", "")
EXTEND_TO_TOP = Action("extend-to-top", ("shift+home",), "", "", "", "")
EXTEND_TO_END = Action("extend-to-end", ("shift+end",), "", "", "", "")
REVERT = Action(
    "revert",
    (),
    "",
    "bundled",
    "Back to the bundled one",
    "By ctrl+p: your copy of a bundled flow goes to the trash.",
)
LEAVE = Action(
    "leave", ("q", "escape", "ctrl+c"), "q", "leave", "Leave", "Back; asks what is not saved."
)

EDITOR = (
    ADD,
    MOVE_UP,
    MOVE_DOWN,
    LONGER,
    SHORTER,
    SIDES,
    BOTH_SIDES,
    ROUNDS,
    UNWRAP,
    REST,
    SWAP,
    DUPLICATE,
    DELETE,
    UNDO,
    REDO,
    TRY,
    REHEARSE,
    PROBLEM,
    TEXT,
    OUTLINE,
    SAVE,
    EXTEND_UP,
    EXTEND_DOWN,
    EXTEND_TO_TOP,
    EXTEND_TO_END,
    REVERT,
    HELP,
    PALETTE,
    THEME,
    LEAVE,
)
FOOTER_STEPS = (ADD, TEXT, LONGER, SIDES, BOTH_SIDES, MOVE_UP, TRY, SAVE, DELETE, UNDO, HELP, LEAVE)
FOOTER_TEXT = (
    OUTLINE,
    ADD._replace(shown="F2"),
    TRY._replace(shown="F5"),
    SAVE,
    PROBLEM,
    HELP._replace(shown="F1"),
)
