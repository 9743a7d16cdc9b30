#!/usr/bin/env python3
"""Draws docs/rule-growth.svg from measured figures.

    .build/release/cordon-bench --only rules.match | docs/rule-growth.py > docs/rule-growth.svg

Reads lines of name, tab, value, tab, unit; uses rules.match.PROFILE.SIZE.
"""
import math
import sys

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
PROFILES = {"desk": ("#1f5fa8", "rules as desks file them"), "sharp": ("#b3541e", "rules with two narrow conditions")}
LEFT, TOP, WIDTH, HEIGHT = 90, 50, 560, 300
LOW, HIGH = 4, 6.3  # powers of ten of alerts a second


def main():
    points = {profile: [] for profile in PROFILES}
    for line in sys.stdin:
        name, value, _ = line.rstrip("\n").split("\t")
        parts = name.split(".")
        if parts[:2] == ["rules", "match"] and len(parts) == 4 and parts[2] in points and parts[3] in SIZES:
            points[parts[2]].append((SIZES[parts[3]], float(value)))
    print("\n".join(drawing(points)))


def place(size, rate):
    x = LEFT + WIDTH * (math.log10(size) - 3) / 3
    y = TOP + HEIGHT * (HIGH - math.log10(rate)) / (HIGH - LOW)
    return x, y


def drawing(points):
    yield ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" font-family="sans-serif" font-size="13">')
    yield '<rect width="720" height="420" fill="white"/>'
    yield f'<text x="{LEFT}" y="26" font-size="15">Alerts matched a second, one thread, parsing included</text>'
    for rate in (10_000, 30_000, 100_000, 300_000, 1_000_000):
        _, y = place(1_000, rate)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{LEFT + WIDTH}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{rate:,}</text>'
    for size in SIZES.values():
        x, _ = place(size, 10_000)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{TOP + HEIGHT}" stroke="#eee"/>'
        yield f'<text x="{x:.1f}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 44}" text-anchor="middle">rules</text>'
    for number, (profile, (color, label)) in enumerate(PROFILES.items()):
        line = [place(*point) for point in sorted(points[profile])]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        yield f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5"/>'
        for (x, y), (_, rate) in zip(line, sorted(points[profile])):
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
            offset = 20 if profile == "desk" else -10
            yield f'<text x="{max(x, LEFT + 24):.1f}" y="{y + offset:.1f}" text-anchor="middle" fill="{color}">{rate / 1000:,.0f}k</text>'
        y = TOP + HEIGHT - 40 + 20 * number
        yield f'<line x1="{LEFT + 15}" y1="{y}" x2="{LEFT + 45}" y2="{y}" stroke="{color}" stroke-width="2.5"/>'
        yield f'<text x="{LEFT + 52}" y="{y + 4}">{label} ({profile})</text>'
    yield "</svg>"


main()
