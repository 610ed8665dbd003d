"""Everything a key can do, in one place: bindings, palette, help and footer are made from it.

Keys are named as Textual names them. A presenter's clicker sends Page Up and Page Down; media
keys arrive from terminals that speak the Kitty keyboard protocol.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

from yogaflow.practice.player import PlayerCommand


class Action(NamedTuple):
    """Something a person can do on a screen.

    `shown` is the key as it is written for people. `short` is its word in the footer, where the
    lowest `rank` keeps its place longest; `title` and `help` are for the palette and the help.
    `do` is the player's command, None for what concerns the screen alone.
    """

    name: str
    keys: tuple[str, ...]
    shown: str
    short: str
    title: str
    help: str
    do: PlayerCommand | None = None
    rank: int = 9


HELP = Action(
    "help",
    ("question_mark", "h", "f1"),
    "?",
    "keys",
    "Keys",
    "Show every key of this screen.",
    rank=2,
)
# Textual itself binds ctrl+p, before any screen.
PALETTE = Action("palette", (), "ctrl+p", "commands", "Commands", "Look for a command by its name.")
THEME = Action(
    "theme",
    ("ctrl+t",),
    "ctrl+t",
    "light or dark",
    "Light or dark",
    "Light letters on dark, or dark on light.",
)
SUSPEND = Action(
    "suspend",
    ("ctrl+z",),
    "ctrl+z",
    "to the shell",
    "To the shell",
    "To the shell; fg comes back. The practice pauses.",
)
EVERYWHERE = (HELP, PALETTE, THEME, SUSPEND)

PAUSE = Action(
    "pause",
    ("space", "media_play_pause", "media_play", "media_pause"),
    "space",
    "pause",
    "Pause or go on",
    "Pause; resume; go on when a pose waits for you.",
    rank=0,
)
GO_ON = Action("pause", (), "space", "go on", "", "", rank=0)
NEXT = Action(
    "next",
    ("n", "right", "pagedown", "media_track_next"),
    "n",
    "next",
    "Next pose",
    "Go to the next pose. Also → and Page Down.",
    PlayerCommand.NEXT,
    rank=3,
)
PREVIOUS = Action(
    "previous",
    ("p", "left", "pageup", "media_track_previous"),
    "p",
    "previous",
    "Previous pose",
    "Go back to the pose before. Also ← and Page Up.",
    PlayerCommand.PREVIOUS,
    rank=4,
)
RESTART = Action(
    "restart",
    ("r",),
    "r",
    "restart",
    "Restart this pose",
    "Begin this pose again, way in and all.",
    PlayerCommand.RESTART,
)
LONGER = Action(
    "longer",
    ("plus", "equals_sign"),
    "+",
    "longer",
    "Longer",
    "One breath, five seconds or one rep more, on both sides.",
    PlayerCommand.LONGER,
    rank=7,
)
SHORTER = Action(
    "shorter",
    ("minus", "underscore"),
    "-",
    "shorter",
    "Shorter",
    "One breath, five seconds or one rep less, on both sides.",
    PlayerCommand.SHORTER,
    rank=8,
)
SLOWER = Action(
    "slower",
    ("less_than_sign", "comma"),
    "<",
    "slower",
    "Slower breath",
    "Breathe more slowly from now on.",
    PlayerCommand.SLOWER,
)
FASTER = Action(
    "faster",
    ("greater_than_sign", "full_stop"),
    ">",
    "quicker",
    "Quicker breath",
    "Breathe more quickly from now on.",
    PlayerCommand.FASTER,
)
OTHER_SIDE = Action(
    "other-side",
    ("o",),
    "o",
    "other side",
    "Other side",
    "Do the other side now; the rest of the group follows.",
    PlayerCommand.OTHER_SIDE,
    rank=6,
)
SAY_AGAIN = Action(
    "say-again",
    ("s",),
    "s",
    "say again",
    "Say it again",
    "Repeat what was said last.",
    PlayerCommand.SAY_AGAIN,
)
WHERE = Action(
    "where",
    ("w",),
    "w",
    "where am I",
    "Where am I?",
    "Say the pose, the side and what is left.",
    PlayerCommand.WHERE_AM_I,
)
MUTE = Action("mute", ("m",), "m", "mute", "Mute", "Sound off, and on again.", rank=8)
QUIETER = Action(
    "quieter", ("left_square_bracket", "9"), "[", "quieter", "Quieter", "Sound a little lower."
)
LOUDER = Action(
    "louder", ("right_square_bracket", "0"), "]", "louder", "Louder", "Sound a little higher."
)
TALK = Action(
    "talk",
    ("v",),
    "v",
    "talk",
    "How much is said",
    "Turn the talk: all, names, counts, nothing, extra cues.",
)
BIG = Action(
    "big",
    ("z",),
    "z",
    "big",
    "Big view",
    "The whole screen in block letters, to be read from far away.",
    rank=5,
)
FIGURE = Action(
    "figure",
    ("f",),
    "f",
    "figure",
    "Figure",
    "Turn the figure: beside the count, large, none.",
    rank=6,
)
TURN = Action(
    "turn",
    ("t",),
    "t",
    "turn",
    "Turn the figure",
    "Look at the figure from further round, a quarter at a time.",
    rank=8,
)
GO_TO = Action(
    "go_to", ("g",), "g", "go to", "Go to a pose", "A list of the poses, to go on from one of them."
)
EDIT_HERE = Action(
    "edit",
    ("e",),
    "e",
    "edit",
    "Edit the flow",
    "Pause, and change the flow; it goes on in what you have saved.",
)
LEAVE = Action(
    "leave",
    ("q", "escape", "ctrl+c"),
    "q",
    "leave",
    "Leave",
    "Leave the practice. It asks first if something would be lost.",
    rank=1,
)

PLAYER = (
    PAUSE,
    NEXT,
    PREVIOUS,
    RESTART,
    LONGER,
    SHORTER,
    SLOWER,
    FASTER,
    OTHER_SIDE,
    SAY_AGAIN,
    WHERE,
    MUTE,
    QUIETER,
    LOUDER,
    TALK,
    FIGURE,
    TURN,
    BIG,
    GO_TO,
    EDIT_HERE,
    *EVERYWHERE,
    LEAVE,
)
PLAYER_FOOTER = (
    PAUSE,
    NEXT,
    PREVIOUS,
    OTHER_SIDE,
    LONGER,
    SHORTER,
    MUTE,
    TALK,
    FIGURE,
    TURN,
    BIG,
    HELP,
    LEAVE,
)
PLAYER_FOOTER_STILL = (GO_ON, *PLAYER_FOOTER[1:])

QUIT = Action("leave", ("q", "escape", "ctrl+c"), "q", "quit", "Quit", "Leave yogaflow.", rank=1)
OPEN = Action(
    "open", ("enter",), "enter", "look", "Look at it", "See its poses, and choose.", rank=0
)
QUICK_PLAY = Action(
    "play", ("p",), "p", "play", "Play it now", "Play the flow as it is written.", rank=3
)
SEARCH = Action(
    "search", ("slash",), "/", "search", "Search", "Look for a flow by its words.", rank=4
)
FILM = Action(
    "film", ("f",), "f", "film", "Film strip", "The flow in pictures, pose after pose.", rank=6
)
FAVOURITE = Action(
    "favourite",
    ("asterisk",),
    "*",
    "star",
    "Favourite",
    "Give the flow a star, or take it away.",
    rank=6,
)
SORT = Action(
    "sort",
    ("s",),
    "s",
    "sort",
    "Sort",
    "By title, by the last practice, by length, favourites first.",
    rank=7,
)
SIEVE = Action(
    "sieve",
    ("x",),
    "x",
    "filter",
    "Filter",
    "By kind, position, muscles, length, props; favourites, yours.",
    rank=5,
)
ALL = Action(
    "all",
    ("backspace",),
    "esc",
    "all flows",
    "All flows",
    "Every flow again: no search, no filter. Also backspace.",
    rank=0,
)
EDIT = Action(
    "edit",
    ("e",),
    "e",
    "edit",
    "Edit it",
    "Change the flow. A bundled one becomes a copy of yours.",
    rank=5,
)
NEW = Action("new", ("n",), "n", "new", "New flow", "Write a flow of your own.", rank=6)
DUPLICATE = Action(
    "duplicate",
    ("c",),
    "c",
    "copy",
    "Duplicate",
    "A copy of the flow among your own.",
    rank=8,
)
RENAME = Action(
    "rename",
    ("r",),
    "r",
    "rename",
    "Rename",
    "Give a flow of yours another key: the name of its file.",
    rank=9,
)
UNSAVED = Action(
    "unsaved",
    ("u",),
    "u",
    "never saved",
    "Never saved",
    "Go on with what was written and never saved, or throw it away.",
    rank=2,
)
DELETE = Action(
    "delete",
    ("d", "delete"),
    "d",
    "delete",
    "Delete",
    "Put a flow of yours into the trash. It asks first.",
    rank=9,
)
FOLDER = Action(
    "folder",
    ("g",),
    "g",
    "folder",
    "Open the folder",
    "Show the folder of the flow in your file manager.",
    rank=9,
)
LIBRARY = (
    OPEN,
    QUICK_PLAY,
    SEARCH,
    SIEVE,
    ALL,
    SORT,
    FAVOURITE,
    FILM,
    EDIT,
    NEW,
    UNSAVED,
    DUPLICATE,
    RENAME,
    DELETE,
    FOLDER,
    *EVERYWHERE,
    QUIT,
)
LIBRARY_FOOTER = (
    OPEN,
    QUICK_PLAY,
    SEARCH,
    SIEVE,
    SORT,
    FAVOURITE,
    EDIT,
    NEW,
    FILM,
    DUPLICATE,
    RENAME,
    DELETE,
    FOLDER,
    HELP,
    QUIT,
)
LIBRARY_FOOTER_SIFTED = (OPEN, ALL, *LIBRARY_FOOTER[1:])
LIBRARY_FOOTER_SEARCHING = (OPEN, ALL)

PLAY = Action(
    "play", ("p", "space"), "space", "play", "Play", "Play the flow from its beginning.", rank=0
)
PLAY_FROM = Action(
    "play-from",
    ("enter",),
    "enter",
    "from here",
    "Play from here",
    "Begin with the pose that is marked.",
    rank=4,
)
CHANGE = Action(
    "change", (), "← →", "change", "Change a choice", "Change the choice that is marked.", rank=5
)
ACROSS = Action(
    "across",
    ("tab", "shift+tab"),
    "tab",
    "choices",
    "To the other column",
    "Go over to the choices or muscles, and back to the poses.",
    rank=3,
)
MUSCLES = Action(
    "muscles",
    ("m",),
    "m",
    "muscles",
    "Muscles or choices",
    "What the flow works and stretches, right and left; and back.",
    rank=3,
)
WHY = Action(
    "why", ("w",), "w", "why", "Why, and notes", "Why one does it, and notes for teachers.", rank=6
)
TO_POSES = ACROSS._replace(short="poses")
TO_MUSCLES = ACROSS._replace(short="muscles")
CHOICES_AGAIN = MUSCLES._replace(short="choices")
BACK = Action("leave", ("q", "escape", "ctrl+c"), "q", "back", "Back", "Back to the flows.", rank=1)
PREVIEW = (PLAY, PLAY_FROM, ACROSS, CHANGE, MUSCLES, WHY, FILM, EDIT, *EVERYWHERE, BACK)

DONE = Action(
    "leave",
    ("enter", "space", "q", "escape", "ctrl+c"),
    "enter",
    "done",
    "Done",
    "Close the summary.",
    rank=0,
)
SUMMARY = (DONE, HELP, PALETTE, THEME, SUSPEND)
SUMMARY_FOOTER = (DONE, HELP)


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """The bindings of a screen with these actions; capitals do as their letters do (caps lock)."""
    actions = tuple(actions)
    names = {key: action for action in actions for key in action.keys}
    capitals = {key.upper(): action for key, action in names.items() if len(key) == 1}
    return [
        Binding(key, f"screen.act('{action.name}')", action.title, show=False)
        for key, action in {**capitals, **names}.items()
    ]


_PAIRS = {
    "longer": ("shorter", "+ -", "A breath, a rep or some seconds more, or less."),
    "slower": ("faster", "< >", "Breathe more slowly, or more quickly, from now on."),
    "quieter": ("louder", "[ ]", "Sound a little lower, or higher."),
}
"""Two keys for one thing share a line of the help: the screen has to hold all of them."""


def for_help(actions: Iterable[Action]) -> list[Action]:
    """The actions as the help lists them."""
    found: list[Action] = []
    told: set[str] = set()
    for action in actions:
        if action.name in told or not action.title:
            continue
        pair = _PAIRS.get(action.name)
        if pair is not None:
            told.add(pair[0])
            found.append(action._replace(shown=pair[1], help=pair[2]))
            continue
        found.append(action)
    return found
