"""The contact sheet: every pose of the library, right and mirrored, with its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yogaflow.export.handout import Card, Handout, Note, Picture
from yogaflow.figure.rig import stance
from yogaflow.model import Pose, Position, Side, sided_text


def contact_sheet(poses: Iterable[Pose]) -> Handout:
    """All poses by the position they are taken in, set as a hand-out is."""
    known = sorted(poses, key=lambda pose: pose.name.casefold())
    items: list[Card | Note] = []
    for position in Position:
        there = [pose for pose in known if pose.position is position]
        if there:
            items.append(Note(position.value.replace("-", " ").capitalize(), heading=True))
            items += [card for pose in there for card in _cards(pose)]
    return Handout(
        title="The poses of yogaflow",
        about="Each as it is taken on the right and, where it has sides, on the left.",
        facts=f"{len(known)} poses",
        props="",
        muscles=(),
        items=tuple(items),
        source="",
    )


def _cards(pose: Pose) -> Iterator[Card]:
    sides = (Side.RIGHT, Side.LEFT) if pose.sides else (None,)
    yield _card(
        pose,
        pose.name,
        [Picture(body, side or "") for side in sides if (body := stance(pose, side)) is not None],
    )
    for option in pose.options.values():
        side = Side.RIGHT if pose.sides or option.sides else None
        body = stance(pose, side, (option.key,))
        if option.figure is not None and body is not None:
            yield _card(pose, option.name, [Picture(body, "")], small=True)


def _card(pose: Pose, name: str, pictures: list[Picture], *, small: bool = False) -> Card:
    return Card(
        number=0,
        name=name,
        sanskrit="" if small else pose.sanskrit,
        amount="" if pictures else "not drawn yet",
        side="" if small or not pose.sides else f"right: {sided_text(pose.sides, Side.RIGHT)}",
        pictures=tuple(pictures),
        cues=(),
        options=(),
        caution="",
        small=small,
    )
