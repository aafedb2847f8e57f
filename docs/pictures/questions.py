"""Draw docs/pictures/questions.svg: how many questions simulated survivors are asked under each policy.

.venv/bin/python benchmarks/questions.py --out figures.json
.venv/bin/python docs/pictures/questions.py figures.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = {"everything": "asking everything", "statute": "in statute order, what still matters", "ours": "unburden"}
COLORS = {"everything": "#8a8a8a", "statute": "#b3541e", "ours": "#1f5fa8"}
DASHES = {"everything": "2 4", "statute": "8 4", "ours": ""}
WIDTH, HEIGHT, LEFT, TOP, FOOT = 420, 260, 52, 40, 56


def panel(figures: dict[str, list[list[int]]], place: int, title: str, unit: str, x: int) -> list[str]:
    """One panel: for each policy the share of survivors who are asked at most so much."""
    most = max(each[place] for name in NAMES for each in figures[name])
    step = next(each for each in (5, 10, 20, 25, 50, 100, 200, 500) if most / each <= 8)
    end = -(-most // step) * step
    parts = [f'<text x="{x + LEFT}" y="{TOP - 16}" class="t">{title}</text>']

    def at(value: float, share: float) -> str:
        return f"{x + LEFT + value / end * WIDTH:.1f},{TOP + HEIGHT * (1 - share):.1f}"

    for share in (0, 0.25, 0.5, 0.75, 1):
        y = TOP + HEIGHT * (1 - share)
        parts.append(f'<path d="M{x + LEFT} {y:.1f}h{WIDTH}" class="g"/>')
        parts.append(f'<text x="{x + LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    for value in range(0, end + 1, step):
        parts.append(f'<text x="{x + LEFT + value / end * WIDTH:.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{value}</text>')
    parts.append(f'<text x="{x + LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">{unit}</text>')
    for name in NAMES:
        values = sorted(each[place] for each in figures[name])
        line = " ".join(f"{at(value, number / len(values))} {at(value, (number + 1) / len(values))}" for number, value in enumerate(values))
        dash = f' stroke-dasharray="{DASHES[name]}"' if DASHES[name] else ""
        parts.append(f'<polyline points="{at(0, 0)} {line} {at(end, 1)}" fill="none" stroke="{COLORS[name]}" stroke-width="2"{dash}/>')
    return parts


def main() -> None:
    """Read the figures and write the picture."""
    figures = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    count = len(figures["ours"])
    wide = 2 * (LEFT + WIDTH) + 60
    parts = [
        *panel(figures, 0, "Share of survivors asked at most so many questions", "questions", 0),
        *panel(figures, 1, "… whose questions weigh at most so much together", "summed weight", LEFT + WIDTH + 30),
    ]
    y = TOP + HEIGHT + FOOT + 8
    for number, (name, words) in enumerate(NAMES.items()):
        x = LEFT + number * 300
        dash = f' stroke-dasharray="{DASHES[name]}"' if DASHES[name] else ""
        parts.append(f'<path d="M{x} {y - 4}h34" stroke="{COLORS[name]}" stroke-width="2"{dash}/><text x="{x + 42}" y="{y}">{words}</text>')
    label = f"{count} simulated survivors (seed {figures['seed']}): fewer and lighter questions than asking everything"
    style = "text{font:13px system-ui,sans-serif;fill:#222}.t{font-weight:600}.g{stroke:#ddd;fill:none}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {y + 20}" role="img" aria-label="{label}"><title>{label}</title>'
        f'<style>{style}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
    (HERE / "questions.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
