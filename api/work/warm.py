"""Importing this module makes a process ready to compute: the engine is imported, the shipped catalogue is read.

The server process of the pool imports it once; every worker is a fork of that process and starts warm.
"""

from __future__ import annotations

import os

# One thread a process: as many processes as cores compute already. Before numpy is imported, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import gc
from importlib import import_module

from catalogue.resolve import (
    building_ids,
    concept_versions,
    family_ids,
    resolve_assumptions,
    resolve_building,
    resolve_concept,
    resolve_family,
    resolve_family_rules,
)

MODULES = ("api.work.computing", "api.work.inspecting", "api.work.painting", "api.work.previewing", "api.work.showing", "api.work.trying")
"""The work of requests, and with it the engine; the libraries of rarely wanted files (DXF, report, workbook) are imported when they are."""


def warm_up() -> None:
    """Import the engine, read the shipped catalogue and compute one small configuration, so that the first request does not."""
    for module in MODULES:
        import_module(module)
    for reference in concept_versions():
        resolve_concept(reference)
    for family_id in family_ids():
        resolve_family(family_id)
    resolve_family_rules()
    from api.resolution import inputs_for
    from catalogue.documents.options import Options
    from configurator.configure import configure

    demo = resolve_building(building_ids()[0])
    configure(inputs_for(demo, resolve_concept(next(iter(concept_versions()))), Options(), resolve_assumptions(), None))
    gc.collect()
    gc.freeze()


warm_up()
