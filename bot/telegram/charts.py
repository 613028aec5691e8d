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
_BELOW = _RUST
_DPI = 150
_LEGEND = 0.35
"""Inches below the panels for what the colours mean."""
_INCHES = (8.0, 3.4)
"""Width, and height of each panel."""
_WIDTH = 0.62
_ROOM = 0.2
"""For the words over and under the bars, of the height of all."""
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
    """A picture: what it shows in a line (its caption too), and what the colours mean.

    `below`: more went back than came in, which hangs below the line.
    """

    caption: str
    kept: str
    returned: str
    panels: tuple[Panel, ...]
    below: str = ""

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
        return cls(wire["caption"], wire["kept"], wire["returned"], panels, wire.get("below", ""))


def draw(chart: Chart) -> bytes:
    """The chart as a PNG. Slow: not for the event loop."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    width, height = _INCHES
    tall = height * len(chart.panels) + 0.6
    figure = Figure(figsize=(width, tall), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.suptitle(chart.caption, x=0.03, ha="left", fontsize=14, color=_INK, weight="bold")
    axes = figure.subplots(len(chart.panels), 1, squeeze=False)
    for panel, (place,) in zip(chart.panels, axes, strict=True):
        _panel(place, panel)
    bars = [bar for panel in chart.panels for bar in panel.bars]
    shown = {
        _KEPT: (chart.kept, any(bar.kept > 0 for bar in bars)),
        _RETURNED: (chart.returned, any(_back(bar) for bar in bars)),
        _BELOW: (chart.below, any(bar.kept < 0 for bar in bars)),
    }
    colours = [
        Patch(color=color, label=words) for color, (words, is_there) in shown.items() if is_there
    ]
    figure.legend(handles=colours, loc="lower left", ncols=len(shown), frameon=False, fontsize=10)
    figure.tight_layout(rect=(0.0, _LEGEND / tall, 1.0, 0.97), h_pad=2.0)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _back(bar: Bar) -> int:
    """What went back of what came in."""
    return max(min(bar.returned, bar.kept + bar.returned), 0)


def _panel(axes: Axes, panel: Panel) -> None:
    """What came in stands above the line: what stayed of it, and on it what went back. Where more
    went back than came in, the rest hangs below, and what that month brought is said under it.
    """
    places = range(len(panel.bars))
    stayed = [max(bar.kept, 0) for bar in panel.bars]
    back = [_back(bar) for bar in panel.bars]
    below = [min(bar.kept, 0) for bar in panel.bars]
    axes.bar(places, stayed, _WIDTH, color=_KEPT)
    axes.bar(places, back, _WIDTH, bottom=stayed, color=_RETURNED)
    axes.bar(places, below, _WIDTH, color=_BELOW)
    for place, bar in enumerate(panel.bars):
        top = stayed[place] + back[place]
        _say(axes, place, top, bar.said_returned, 4, _RUST)
        if bar.kept < 0:
            _say(axes, place, bar.kept, bar.said_kept, -12)
        else:
            _say(axes, place, top, bar.said_kept, 15 if bar.said_returned else 4)
    axes.set_title(panel.title, loc="left", fontsize=11, color=_INK)
    axes.set_xticks(list(places), [bar.label for bar in panel.bars], fontsize=9, color=_INK)
    beyond = max(0, _FEW - len(panel.bars)) / 2
    axes.set_xlim(-0.6 - beyond, len(panel.bars) - 0.4 + beyond)
    axes.set_yticks([])
    top, bottom = max(map(sum, zip(stayed, back, strict=True))), min(below)
    room = (top - bottom or 1) * _ROOM
    axes.set_ylim(bottom - room if bottom else 0, top + room)
    axes.tick_params(length=0)
    axes.axhline(0, color=_FAINT, linewidth=1)
    for side in ("top", "left", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _say(axes: Axes, place: int, top: int, words: str, points: int, color: str = _INK) -> None:
    """Words so many points above the end of a bar (below it, where less than nothing)."""
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
