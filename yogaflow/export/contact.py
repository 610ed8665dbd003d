"""The contact sheet: every pose of the library, right and mirrored, with its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yogaflow.export.cards import Card, Item, Note, Picture
from yogaflow.export.handout import Handout
from yogaflow.figure.rig import stance
from yogaflow.model import Pose, Position, Side
from yogaflow.timeline.phrases import side_mark


def contact_sheet(poses: Iterable[Pose]) -> Handout:
    """All poses by the position they are taken in, set as a hand-out is."""
    known = sorted(poses, key=lambda pose: pose.name.casefold())
    items: list[Item] = []
    for position in (*Position, None):
        there = [pose for pose in known if pose.position is position]
        if there:
            name = "without a position" if position is None else position.replace("-", " ")
            items.append(Note(name.capitalize(), heading=True))
            items += [_card(pose) for pose in there]
    return Handout(
        title="The poses of yogaflow",
        items=tuple(items),
        about="Each as it is taken on the right and, where it has sides, on the left; "
        "its options below.",
        facts=f"{len(known)} poses",
        caution="",
    )


def _card(pose: Pose) -> Card:
    sides = (Side.RIGHT, Side.LEFT) if pose.sides else (None,)
    found = ((side, stance(pose, side)) for side in sides)
    pictures = tuple(Picture(body, side or "") for side, body in found if body is not None)
    return Card(
        number=0,
        name=pose.name,
        sanskrit=pose.sanskrit if pose.sanskrit.casefold() != pose.name.casefold() else "",
        amount="" if pictures else "not drawn yet",
        side=side_mark(pose.sides, Side.RIGHT) if pose.sides else "",
        pictures=pictures,
        variants=tuple(_options(pose)),
    )


def _options(pose: Pose) -> Iterator[Picture]:
    """The options that look different, on the right."""
    for option in pose.options.values():
        side = Side.RIGHT if pose.sides or option.sides else None
        body = stance(pose, side, (option.key,)) if option.figure is not None else None
        if body is not None:
            yield Picture(body, option.name)
