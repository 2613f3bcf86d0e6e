"""Suite F, screening: a table of packed areas looked up for many plain rectangles, against the engine and against reading the file.

The table is the recurrence of free packing on rectangles (columns along one side, guillotine packings in them), made once for a size
list. What it does not do: dwellings, access and shapes other than rectangles; those take the engine.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from shapely.affinity import rotate, translate
from shapely.geometry import Polygon

from benchmarks.instances import SIZES
from configurator.layout.packing.roof import table_of
from configurator.layout.packing.table import ModuleSizes
from configurator.layout.packing.wings import pack_wings
from configurator.layout.region import box

MOST_LENGTH_MM = 120_000
QUICK_ROWS, FULL_ROWS = 100_000, 10_000_000
SAMPLE = 200
CONCEPTS = 12
IntArray = npt.NDArray[np.int64]


def rectangle_table(sizes: ModuleSizes) -> npt.NDArray[np.int32]:
    """Return the packed area in cells by length and depth in cells: columns side by side, the better of both axes."""
    cell, table = sizes.cell_mm, table_of(sizes)
    long, deep = MOST_LENGTH_MM // cell, MOST_LENGTH_MM // cell
    columns = table.upto(deep)
    most = np.zeros((long + 1, deep + 1), dtype=np.int32)
    for length in range(1, long + 1):
        most[length] = most[length - 1]
        for width in (int(w) for w in table.columns() if w <= length):
            np.maximum(most[length], most[length - width] + columns[width, : deep + 1], out=most[length])
    return np.maximum(most, most.T)


def mismatches(sizes: ModuleSizes, count: int, seed: int = 6) -> int:
    """Return on how many random rectangles, turned and far away, table and engine differ."""
    rng = random.Random(seed)
    table, cell = rectangle_table(sizes), sizes.cell_mm
    wrong = 0
    for _ in range(count):
        length, depth = rng.randint(3_000, 90_000), rng.randint(3_000, 20_000)
        roof: Polygon = translate(rotate(box(0, 0, length, depth), rng.uniform(0, 360), origin=(0, 0)), 1.55e8, 4.63e8)
        engine = pack_wings(roof, roof, sizes).area_mm2
        wrong += engine != int(table[length // cell, depth // cell]) * cell * cell
    return wrong


def _looked_up(table: npt.NDArray[np.int32], length: IntArray, depth: IntArray, cell: int) -> npt.NDArray[np.int32]:
    return np.asarray(table[length // cell, depth // cell])


def _file_seconds(length: IntArray, depth: IntArray, result: npt.NDArray[np.int32]) -> float:
    """Return the processor time to read the sizes from and write the results to parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        pq.write_table(pa.table({"length_mm": length, "depth_mm": depth}), source, compression="zstd")
        began = time.process_time()
        pq.read_table(source)
        pq.write_table(pa.table({"placed_m2": result}), target, compression="zstd")
        return time.process_time() - began


def _report(rows: int) -> None:
    began = time.process_time()
    table = rectangle_table(SIZES)
    built = time.process_time() - began
    rng = np.random.default_rng(6)
    length, depth = rng.integers(6_000, 90_000, rows), rng.integers(6_000, 20_000, rows)
    began = time.process_time()
    for _ in range(CONCEPTS):
        result = _looked_up(table, length, depth, SIZES.cell_mm)
    seconds = time.process_time() - began
    print(f"  table {table.shape[0]} x {table.shape[1]}, {table.nbytes / 1e6:.1f} MB, {built:.2f} s; {rows} rows x {CONCEPTS} size lists")
    print(f"  {1e9 * seconds / rows / CONCEPTS:.1f} ns a row and list; mean placed {result.mean() * SIZES.cell_mm**2 / 1e6:.1f} m2")
    try:
        files = _file_seconds(length, depth, result)
        print(f"  {seconds / files:.2f} times the time to read and write the same rows as parquet (goal: at most 1.0)")
    except ImportError:
        print("  pyarrow is not installed (extra `geo`): no comparison with reading and writing")
    print(f"  table and engine differ on {mismatches(SIZES, SAMPLE)} of {SAMPLE} turned rectangles (goal: 0)")


def report() -> None:
    """Run a hundred thousand rows."""
    _report(QUICK_ROWS)


def full() -> None:
    """Run ten million rows."""
    _report(FULL_ROWS)
