"""How long lists and matches take: 2,000 versions in the database, 200 concepts on one building.

python -m benchmarks.catalogue [--versions 2000] [--concepts 200] [--database URL]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from catalogue.documents.concept import Concept
from catalogue.documents.options import Options
from catalogue.publishing.lifecycle import READABLE
from catalogue.resolve import concept_versions, resolve_assumptions, resolve_building, resolve_concept, resolve_family
from catalogue.store import publishing
from catalogue.store.database import Database, open_database
from catalogue.store.search import Query, find
from configurator.configure import configure, make_inputs
from configurator.fit.matching import match_concepts, prepare_host

AT = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
QUERIES: dict[str, Query] = {
    "everything": Query(),
    "word": Query("houtskeletdozen"),
    "two words, two facets": Query("hout box", {"support": ("wall_on_wall",), "access": ("gallery", "stair")}),
    "everything, also superseded": Query(states=READABLE),
    "nothing found": Query("zeppelin"),
}
VERSIONS_EACH = 10
REPEATS = 15
GOAL_MATCH = 0.25


def numbered(count: int, versions_each: int = 1) -> list[Concept]:
    """Return this many concept versions, made from the starter concepts under other ids."""
    starters = [json.loads(resolve_concept(concept_id).model_dump_json()) for concept_id in concept_versions()]
    made = []
    for number in range(count):
        concept, step = divmod(number, versions_each)
        data = {
            **starters[concept % len(starters)],
            "id": f"C{concept:04d}",
            "version": f"1.0.{step}",
            "organisation": f"maker-{concept % 40}",
        }
        made.append(Concept.model_validate(data))
    return made


def fill(database: Database, count: int) -> float:
    """Publish versions; returns the seconds that each took."""
    begin = time.perf_counter()
    for concept in numbered(count, VERSIONS_EACH):
        publishing.publish(database, concept, publishing.Signing(concept.organisation, "a", "b"), AT)
    return (time.perf_counter() - begin) / count


def median_ms(job: Callable[[], object]) -> float:
    """Return the median wall time of a job in milliseconds."""
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        job()
        times.append((time.perf_counter() - begin) * 1000.0)
    return statistics.median(times)


def lists(database: Database) -> dict[str, float]:
    """Return the milliseconds of each query, with facet counts, by its name."""
    with database.reading() as connection:
        return {name: median_ms(lambda query=query: find(connection, query)) for name, query in QUERIES.items()}  # type: ignore[misc]


def heavier(count: int) -> list[Concept]:
    """Return this many concept versions that are each laid out and weigh otherwise: the floor grows by a millimetre a version."""
    starters = [json.loads(resolve_concept(concept_id).model_dump_json()) for concept_id in concept_versions()]
    made = []
    for number in range(count):
        step, concept = divmod(number, len(starters))
        data = json.loads(json.dumps({**starters[concept], "id": f"C{concept:04d}", "version": f"1.{step}.0"}))
        data["build_ups"][data["module"]["floor"]]["layers"][0]["thickness_mm"] += step
        made.append(Concept.model_validate(data))
    return made


def match_ratio(concepts: list[Concept]) -> tuple[float, float]:
    """Return CPU milliseconds of a lone configure of a starter concept, and of one concept in a match of many."""
    building, family, rules = resolve_building("demo-portiek-1966"), resolve_family("F05"), resolve_assumptions()
    starters = [resolve_concept(concept_id) for concept_id in concept_versions()]
    alone = [make_inputs("p", building, concept, Options(), rules, family) for concept in starters]
    for inputs in alone:
        configure(inputs)
    begin = time.process_time()
    for inputs in alone:
        configure(inputs)
    lone_ms = (time.process_time() - begin) / len(alone) * 1000.0
    begin = time.process_time()
    match_concepts(prepare_host(building, family, Options(), rules), concepts)
    return lone_ms, (time.process_time() - begin) / len(concepts) * 1000.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", type=int, default=2000)
    parser.add_argument("--concepts", type=int, default=200)
    parser.add_argument("--database", default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(asked.database or str(Path(folder) / "bench.sqlite"))
        each = fill(database, asked.versions)
        print(f"publish: {each * 1000:.1f} ms a version ({asked.versions} versions)")
        for name, milliseconds in lists(database).items():
            print(f"list, {name}: {milliseconds:.1f} ms")
        database.close()
    for name, made in (("differ in id and version", numbered(asked.concepts)), ("weigh differently, each", heavier(asked.concepts))):
        lone_ms, each_ms = match_ratio(made)
        ratio = f"ratio {each_ms / lone_ms:.2f} (goal {GOAL_MATCH})"
        print(f"lone configure: {lone_ms:.1f} ms; match, per concept of {asked.concepts} that {name}: {each_ms:.1f} ms; {ratio}")


if __name__ == "__main__":
    main()
