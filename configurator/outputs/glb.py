"""GLB: the building as a tree of named nodes, building / storey / dwelling / module, ids and figures in `extras`. Y up, metres.

Meshes are shared by type. Colours are those of the materials, or of the load bands: then the existing bearing walls tell what comes down
on them, and everything new steps back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from catalogue.documents.configuration import LoadLine
from configurator.outputs.bundle import ResultBundle
from configurator.outputs.gltf import GltfWriter
from configurator.outputs.meshes import edge_lines, merged_mesh, y_up_m
from configurator.outputs.palette import BAND_SURFACES, EDGE, PALETTE, Surface
from configurator.parts.model import Element, ModuleOccurrence
from configurator.parts.placing import module_axis
from configurator.parts.solids import Body, Look, Vector

Colours = Literal["material", "band"]
PALE = 0.65
"""How far everything but the walls goes to white when the colours are those of the bands; opaque, since viewers sort glass badly."""

EDGED: tuple[Look, ...] = (
    "facade", "party_wall", "roof", "concrete_new", "bearer", "railing", "obstacle", "existing_facade", "existing_roof",
)  # fmt: skip
"""Looks whose bodies have lines along their edges: the outer faces of things, and the storeys of the existing facade."""

UNTURNED = (1.0, 0.0)
"""Axis of what lies in the frame of the first wing."""


def _short(value: float) -> float | int:
    """Return a number as short as it is: whole millimetres and whole metres without trailing digits."""
    rounded = round(value, 6) + 0.0
    return int(rounded) if rounded.is_integer() else rounded


def _quaternion(axis: tuple[float, float]) -> list[float]:
    """Return the turn about the y axis that lays x along (u, v), as glTF's (x, y, z, w)."""
    half = math.atan2(axis[1], axis[0]) / 2.0
    return [0.0, round(math.sin(half), 7) + 0.0, 0.0, round(math.cos(half), 7) + 0.0]


def _translation(origin_mm: Vector) -> list[float]:
    """Return a position as `y_up_m` turns it, without an array for each."""
    u, v, z = origin_mm
    return [_short(u / 1000.0), _short(z / 1000.0), _short(-v / 1000.0)]


class _Scene:
    """Writes one bundle; figures of the result by the ids of what they belong to."""

    def __init__(self, bundle: ResultBundle, colours: Colours) -> None:
        self.bundle, self.colours = bundle, colours
        self.gltf = GltfWriter()
        result = bundle.configuration
        self.modules = {m.id: m for m in result.modules}
        self.dwellings = {d.id: d for d in result.dwellings}
        self.walls: dict[str, LoadLine] = {}
        for row in (r for r in result.loads.lines if r.level == "foundation"):
            if row.id not in self.walls or row.r_n_p50 > self.walls[row.id].r_n_p50:
                self.walls[row.id] = row
        walls = sorted((e for e in bundle.model.elements if e.kind == "existing_wall"), key=lambda e: -e.origin_mm[2])
        self._lowest = {e.subject: e.id for e in walls}
        self._geometry: dict[str, list[tuple[Look, tuple[int, int]]]] = {}
        self._edges: dict[str, tuple[int, int]] = {}
        self._meshes: dict[tuple[str, str], int] = {}

    def _surface(self, look: Look, band: str) -> tuple[str, Surface]:
        if self.colours == "band" and band:
            return f"band {band}", BAND_SURFACES[band]
        return look, self._shade(PALETTE[look])

    def _shade(self, s: Surface) -> Surface:
        """Return a surface as it is, or stepping back where the colours are those of the bands."""
        if self.colours == "material":
            return s
        red, green, blue = (round(c + (255 - c) * PALE) for c in (s.red, s.green, s.blue))
        return Surface(red, green, blue, s.opacity * (1.0 - PALE) if s.opacity < 1.0 else 1.0, s.roughness)

    def mesh(self, type_id: str, bodies: Iterable[Body], band: str = "") -> int:
        """Return the mesh of a type; its geometry is stored once, whatever colours it comes in."""
        if type_id not in self._geometry:
            by_look: dict[Look, list[Body]] = {}
            for body in bodies:
                by_look.setdefault(body.look, []).append(body)
            merged = [(look, merged_mesh(b.prism for b in found)) for look, found in sorted(by_look.items())]
            self._geometry[type_id] = [(look, self.gltf.geometry(y_up_m(points), faces)) for look, (points, faces) in merged]
            points, pairs = edge_lines(b.prism for look in EDGED for b in by_look.get(look, ()))
            if len(pairs):
                self._edges[type_id] = self.gltf.geometry(y_up_m(points), pairs)
        key = (type_id, band if self.colours == "band" else "")
        if key not in self._meshes:
            primitives = [(stored, self.gltf.material(*self._surface(look, key[1]))) for look, stored in self._geometry[type_id]]
            lines = (self._edges[type_id], self.gltf.material("edge", self._shade(EDGE))) if type_id in self._edges else None
            self._meshes[key] = self.gltf.mesh(type_id if not key[1] else f"{type_id} {band}", primitives, lines)
        return self._meshes[key]

    def module(self, module: ModuleOccurrence, bodies: Iterable[Body]) -> int:
        """Write one module; return its node."""
        extras: dict[str, object] = {
            "id": module.id,
            "kind": "module",
            "type": module.type_id,
            "dwelling": module.dwelling_id,
            "storey": module.storey,
        }
        figures = self.modules.get(module.id)
        if figures is not None:
            extras |= {"mass_kg": figures.mass_kg, "length_m": figures.length_m, "width_m": figures.width_m, "height_m": figures.height_m}
            extras["lines"] = [support.line for support in figures.supports]
        place = {"mesh": self.mesh(module.type_id, bodies), "translation": _translation(module.origin_mm)}
        turn = {} if module_axis(module) == UNTURNED else {"rotation": _quaternion(module_axis(module))}
        return self.gltf.node(module.id, extras, **place, **turn)

    def element(self, element: Element) -> int:
        """Write one element; return its node. Bearing walls name their line and its band, the lowest one its figures at the foundation."""
        extras: dict[str, object] = {"id": element.id, "kind": element.kind, "status": element.status}
        if element.assumed:
            extras["assumed"] = True
        row = self.walls.get(element.subject) if element.kind == "existing_wall" else None
        if row is not None:
            extras |= {"line": row.id, "band": row.band}
        if row is not None and element.id == self._lowest[element.subject]:
            extras |= {"line_band": row.line_band, "r_n_p50": row.r_n_p50, "added_g_kn_per_m": row.added_g_kn_per_m}
        mesh = self.mesh(element.type_id, element.bodies, "" if row is None else row.band)
        turned = {} if element.axis == UNTURNED else {"rotation": _quaternion(element.axis)}
        return self.gltf.node(element.id, extras, mesh=mesh, translation=_translation(element.origin_mm), **turned)

    def dwelling(self, dwelling_id: str, modules: list[int]) -> int:
        """Write the node of one dwelling over its modules."""
        extras: dict[str, object] = {"id": dwelling_id, "kind": "dwelling"}
        figures = self.dwellings.get(dwelling_id)
        if figures is not None:
            extras |= {"type": figures.type, "storey": figures.storey}
            extras |= {"usable_area_m2": figures.usable_area_m2, "gross_floor_area_m2": figures.gross_floor_area_m2}
        return self.gltf.node(dwelling_id, extras, children=modules)

    def building(self) -> int:
        """Write everything; return the node of the building."""
        model = self.bundle.model
        bodies = {t.id: tuple(Body(b.prism.moved(p.origin_mm), b.look) for p in t.parts for b in p.bodies) for t in model.module_types}
        below: dict[int, list[int]] = {level.index: [] for level in model.storeys}
        for element in model.elements:
            below.setdefault(element.storey, []).append(self.element(element))
        homes: dict[str, list[int]] = {}
        storey_of: dict[str, int] = {}
        for module in model.modules:
            homes.setdefault(module.dwelling_id, []).append(self.module(module, bodies[module.type_id]))
            storey_of[module.dwelling_id] = min(module.storey, storey_of.get(module.dwelling_id, module.storey))
        for home, modules in homes.items():
            below.setdefault(storey_of[home], []).append(self.dwelling(home, modules))
        levels = {level.index: level for level in model.storeys}
        storeys = []
        for index, children in sorted(below.items()):
            level = levels.get(index)
            if level is None:
                storeys.extend(children)
                continue
            extras = {"id": level.id, "kind": "storey", "storey": index, "new": level.new, "floor_m": round(level.floor_z_mm / 1000.0, 4)}
            storeys.append(self.gltf.node(level.id, extras, **({"children": children} if children else {})))
        return self.gltf.node(model.host_id, self._figures(), **({"children": storeys} if storeys else {}))

    def _figures(self) -> Mapping[str, object]:
        summary = self.bundle.configuration.summary
        return {
            "id": self.bundle.model.host_id,
            "kind": "building",
            "name": self.bundle.model.name,
            "verdict": summary.verdict,
            "dwellings": summary.dwellings,
            "modules": summary.modules,
            "usable_area_m2": summary.usable_area_m2,
            "gross_floor_area_m2": summary.gross_floor_area_m2,
            "worst_band": summary.worst_band,
        }


def _scene_extras(bundle: ResultBundle) -> dict[str, object]:
    frame = bundle.host.frame
    return {
        "project": bundle.project_key,
        "concept": bundle.concept_label,
        "digest": bundle.configuration.digest,
        "crs": frame.crs or "",
        "origin_m": list(frame.origin_m),
        "rotation_deg": round(math.degrees(frame.rotation_rad), 6),
        "peil_nap_m": frame.peil_nap_m,
        "axes": "x = u, y = up from peil, z = -v",
        "disclaimer": bundle.configuration.disclaimer,
    }


def glb_bytes(bundle: ResultBundle, colours: Colours = "material") -> bytes:
    """Return the configuration as GLB; the same bundle gives the same bytes."""
    scene = _Scene(bundle, colours)
    root = scene.building()
    engine = bundle.configuration.engine
    return scene.gltf.to_bytes([root], f"{engine.name} {engine.version}", _scene_extras(bundle))
