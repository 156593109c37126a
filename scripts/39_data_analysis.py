"""A project: data analysis with a plot.

A file has many measurements: a station, a month, a temperature, one to a line. Each
process reads a part of the file and makes a small table from it: for each station
and month the sum and the count. Then the tables are added up, and from sums and
counts come the means. It is called map and reduce, and works however large the file
is, because only small tables travel.

What to watch: a part is a range of bytes, and such a range begins somewhere in the
middle of a line. The rule that makes it right: a line belongs to the part that it
begins in. The plot is a file in SVG, which every browser shows; give a file name as
argument to keep it.

Expected output:

    lines: 5760, in 4 parts
    every line was read once: True
    Coast: mean 11.0, coldest 1 (6.0), warmest 7 (16.0)
    Hill: mean 8.0, coldest 1 (-1.0), warmest 7 (17.0)
    Plain: mean 9.5, coldest 1 (-2.5), warmest 7 (21.5)
    the same as with one process: True
    plot: 3 lines of 12 points
"""

import math
import os
import sys
import tempfile
from collections import Counter
from multiprocessing import Pool

STATIONS = {"Coast": (11, 5, "steelblue"), "Hill": (8, 9, "seagreen"), "Plain": (9.5, 12, "firebrick")}
MONTHS, YEARS, PARTS = range(1, 13), 160, 4


# Made-up data: a wave through the year, a bit more in one year, a bit less in the
# next. The numbers are exact, so that the means are known.
def write_data(path):
    """Write all measurements into a file."""
    with open(path, "w", encoding="ascii", newline="\n") as file:
        for year in range(YEARS):
            for month in MONTHS:
                for station, (mean, swing, _) in STATIONS.items():
                    degrees = mean - swing * math.cos((month - 1) * math.pi / 6) + (0.5 if year % 2 else -0.5)
                    file.write(f"{station},{month},{degrees:.3f}\n")


# Map: one part of the file becomes one table.
def read_part(path, first, last):
    """Return the sums and counts of all lines that begin at a byte from first up to, not including, last."""
    sums, counts = Counter(), Counter()
    with open(path, "rb") as file:
        if first > 0:
            file.seek(first - 1)
            file.readline()  # the rest of a line that began before
        while file.tell() < last:
            station, month, degrees = file.readline().decode().split(",")
            sums[station, int(month)] += float(degrees)
            counts[station, int(month)] += 1
    return sums, counts


# Reduce: all tables become one.
def means(tables):
    """Return the mean of each station and month, and the number of lines."""
    sums, counts = Counter(), Counter()
    for part_sums, part_counts in tables:
        for key, value in part_sums.items():
            sums[key] += value
        counts.update(part_counts)
    return {key: round(sums[key] / counts[key], 1) for key in sums}, sum(counts.values())


# A picture is a text, too.
def write_plot(path, table):
    """Write a line for each station into a file in SVG; return how many lines and points there are."""
    shapes, points = [], []
    for station, (_, _, colour) in STATIONS.items():
        points = [f"{40 * month},{250 - 8 * table[station, month]:.0f}" for month in MONTHS]
        shapes.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        shapes.append(f'<text x="{40 * 12 + 8}" y="{points[-1].split(",")[1]}" fill="{colour}">{station}</text>')
    shapes += [f'<text x="{40 * month}" y="300" text-anchor="middle">{month}</text>' for month in MONTHS]
    shapes += [f'<text x="5" y="{250 - 8 * degrees}">{degrees}</text>' for degrees in (0, 10, 20)]
    with open(path, "w", encoding="ascii") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" width="560" height="310" font-family="sans-serif">\n')
        file.write("\n".join(shapes) + "\n</svg>\n")
    with open(path, encoding="ascii") as file:
        return file.read().count("<polyline"), len(points)


def main(folder):
    """Make the data, analyse it, and draw it."""
    data = os.path.join(folder, "data.csv")
    write_data(data)
    size = os.path.getsize(data)
    edges = [size * part // PARTS for part in range(PARTS + 1)]
    with Pool(2) as pool:
        table, lines = means(pool.starmap(read_part, [(data, *edge) for edge in zip(edges, edges[1:])]))

    print(f"lines: {lines}, in {PARTS} parts")
    print(f"every line was read once: {lines == YEARS * len(MONTHS) * len(STATIONS)}")
    for station in STATIONS:
        cold, warm = (best(MONTHS, key=lambda month: table[station, month]) for best in (min, max))
        mean = sum(table[station, month] for month in MONTHS) / 12
        print(f"{station}: mean {mean:.1f}, coldest {cold} ({table[station, cold]}),"
              f" warmest {warm} ({table[station, warm]})")
    print(f"the same as with one process: {table == means([read_part(data, 0, size)])[0]}")
    plot = sys.argv[1] if len(sys.argv) > 1 else os.path.join(folder, "plot.svg")
    print("plot: {} lines of {} points".format(*write_plot(plot, table)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
