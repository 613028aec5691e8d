"""Pictures of bars: described as plain values, which wait in the outbox, and drawn when sent.

Drawing takes a moment and a thread of its own; the library is imported when the first is drawn.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KEPT, _RETURNED, _INK, _RUST, _FAINT = "#2f7d5b", "#d98b6a", "#24292f", "#a3502c", "#c9d1d9"
_DPI = 150
_INCHES = (8.0, 3.4)
"""Width, and height of each panel."""
_WIDTH = 0.62
_FEW = 5
"""Fewer bars than this would be as wide as walls: the panel keeps room for so many."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `kept` stays and `returned` went back, in minor units, with the words for both.

    More may have gone back than came in: then `kept` is below nothing. `said_returned` is empty
    where it would say the same once more.
    """

    label: str
    kept: int
    returned: int
    said_kept: str
    said_returned: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that share a measure, in the order in which they stand, under their title."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: what it shows in a line (its caption too), and what the two colours mean."""

    caption: str
    kept: str
    returned: str
    panels: tuple[Panel, ...]

    def as_json(self) -> dict[str, Any]:
        """The chart as it waits in the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, wire: dict[str, Any]) -> Chart:
        """The opposite of `as_json`."""
        panels = tuple(
            Panel(each["title"], tuple(Bar(**bar) for bar in each["bars"]))
            for each in wire["panels"]
        )
        return cls(wire["caption"], wire["kept"], wire["returned"], panels)


def draw(chart: Chart) -> bytes:
    """The chart as a PNG. Slow: not for the event loop."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    width, height = _INCHES
    figure = Figure(figsize=(width, height * len(chart.panels) + 0.6), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.suptitle(chart.caption, x=0.03, ha="left", fontsize=14, color=_INK, weight="bold")
    axes = figure.subplots(len(chart.panels), 1, squeeze=False)
    for panel, (place,) in zip(chart.panels, axes, strict=True):
        _panel(place, panel)
    colours = [Patch(color=_KEPT, label=chart.kept)]
    if any(bar.returned for panel in chart.panels for bar in panel.bars):
        colours.append(Patch(color=_RETURNED, label=chart.returned))
    figure.legend(handles=colours, loc="upper right", ncols=2, frameon=False, fontsize=10)
    figure.tight_layout(rect=(0.0, 0.0, 1.0, 0.97), h_pad=2.0)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _panel(axes: Axes, panel: Panel) -> None:
    """What came in stands above the line: what stayed of it, and on it what went back. Where more
    went back than came in, the rest hangs below.
    """
    places = range(len(panel.bars))
    stayed = [max(bar.kept, 0) for bar in panel.bars]
    back = [max(min(bar.returned, bar.kept + bar.returned), 0) for bar in panel.bars]
    below = [min(bar.kept, 0) for bar in panel.bars]
    axes.bar(places, stayed, _WIDTH, color=_KEPT)
    axes.bar(places, back, _WIDTH, bottom=stayed, color=_RETURNED)
    axes.bar(places, below, _WIDTH, color=_RETURNED)
    for place, bar in enumerate(panel.bars):
        top = stayed[place] + back[place]
        _say(axes, place, top, bar.said_returned, 4, _RUST)
        _say(axes, place, top, bar.said_kept, 15 if bar.said_returned else 4)
    axes.set_title(panel.title, loc="left", fontsize=11, color=_INK)
    axes.set_xticks(list(places), [bar.label for bar in panel.bars], fontsize=9, color=_INK)
    beyond = max(0, _FEW - len(panel.bars)) / 2
    axes.set_xlim(-0.6 - beyond, len(panel.bars) - 0.4 + beyond)
    axes.set_yticks([])
    axes.set_ylim(min(below) * 1.1, max(map(sum, zip(stayed, back, strict=True))) * 1.3 or 1)
    axes.tick_params(length=0)
    axes.axhline(0, color=_FAINT, linewidth=1)
    for side in ("top", "left", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _say(axes: Axes, place: int, top: int, words: str, points: int, color: str = _INK) -> None:
    """Words so many points above a bar, in the middle of it."""
    axes.annotate(
        words,
        (place, top),
        xytext=(0, points),
        textcoords="offset points",
        ha="center",
        fontsize=9,
        color=color,
        weight="bold" if color == _INK else "normal",
    )
