"""Suite E, end to end: one configuration of about 60 and of about 600 modules by stage, and the preview file against its floor and trimesh.

The floor is copying the bytes of the file; the peer is a scene in which every module is a box of its own, as trimesh's examples make it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.configure import best_of, slab
from catalogue.documents.options import Options
from catalogue.resolve import resolve_assumptions, resolve_concept, resolve_family
from configurator.configure import Computed, configure, make_inputs
from configurator.host.compile import compile_host
from configurator.layout.engine import lay_out
from configurator.loads.estimate import estimate_loads
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.glb import glb_bytes

LENGTHS_M = {"60": 133.0, "600": 1330.0}
"""Length of a gallery slab with two new storeys by the modules that it carries, about."""
REPEATS = 3
GLB_GOAL = 1 / 20


def _best(job: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return the least processor time of a few runs, and the bytes."""
    found = []
    for _ in range(REPEATS):
        began = time.process_time()
        content = job()
        found.append(time.process_time() - began)
    return min(found), content


def measure(length_m: float) -> tuple[dict[str, float], Computed]:
    """Return milliseconds by stage for one slab with two storeys along a gallery, without outputs, and the configuration."""
    concept, family, assumptions = resolve_concept("A3"), resolve_family("F05"), resolve_assumptions()
    options = Options.model_validate({"access": "gallery", "storeys_added": 2})
    inputs = make_inputs("bench", slab(length_m), concept, options, assumptions, family)
    stages: dict[str, float] = {}
    stages["host"], host = best_of(lambda: compile_host(inputs.request.building, family, assumptions))
    stages["layout"], layout = best_of(lambda: lay_out(host, concept, options, assumptions))
    stages["loads"], _ = best_of(lambda: estimate_loads(host, concept, layout, options, assumptions))
    stages["configure"], computed = best_of(lambda: configure(inputs))
    return stages, computed


def trimesh_boxes(computed: Computed) -> bytes:
    """Return a GLB of every module as a box of its own, by trimesh."""
    import trimesh

    scene = trimesh.Scene()
    for module in computed.configuration.modules:
        extents = (module.length_m, module.width_m, module.height_m)
        c, s = np.cos(np.deg2rad(module.rotation_deg)), np.sin(np.deg2rad(module.rotation_deg))
        x, y, z = module.centre_m
        where = np.array([[c, -s, 0, x], [s, c, 0, y], [0, 0, 1, z], [0, 0, 0, 1]], dtype=np.float64)
        scene.add_geometry(trimesh.creation.box(extents), node_name=module.id, transform=where)
    return bytes(scene.export(file_type="glb"))  # type: ignore[no-untyped-call]


def report() -> None:
    """Print the stages of both sizes and the ratios of the preview file."""
    for name, length_m in LENGTHS_M.items():
        stages, computed = measure(length_m)
        bundle = ResultBundle("bench", computed.host, resolve_concept("A3"), computed.layout, computed.configuration)
        own, content = _best(lambda bundle=bundle: glb_bytes(bundle))  # type: ignore[misc]
        peer, boxes = _best(lambda computed=computed: trimesh_boxes(computed))  # type: ignore[misc]
        floor, _ = _best(lambda content=content: bytes(bytearray(content)))  # type: ignore[misc]
        modules = len(computed.configuration.modules)
        print(f"  configure{name}: {modules} modules, {len(computed.configuration.loads.lines)} load rows")
        print("    " + ", ".join(f"{stage} {stages[stage]:.1f} ms" for stage in ("host", "layout", "loads", "configure")))
        ratio = own / peer if peer else 0.0
        print(f"    GLB {1e3 * own:.1f} ms, {len(content)} bytes; trimesh boxes {1e3 * peer:.1f} ms, {len(boxes)} bytes: x{ratio:.3f}")
        print(f"    (goal: at most x{GLB_GOAL:.3f}; ours holds the parts of each module, not boxes); floor {1e3 * floor:.3f} ms to copy")
