"""Binary glTF 2.0 (Khronos, ISO/IEC 12113:2022): materials, shared geometry, nodes. Core only, so that every viewer reads it.

Normals are left out: glTF 2.0, 3.7.2.1 has every viewer shade such meshes flat, and solids stay closed when they are read back.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from configurator.outputs.meshes import IntArray
from configurator.outputs.palette import Surface
from configurator.parts.solids import FloatArray

FLOAT, UNSIGNED_SHORT, UNSIGNED_INT = 5126, 5123, 5125
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963
SHORT_LIMIT = 65_535
JSON_CHUNK, BINARY_CHUNK = 0x4E4F534A, 0x004E4942
OPAQUE = 0.999
LINES = 1
"""Mode of a primitive whose indices are pairs of ends (glTF 2.0, 5.24.4)."""


def linear_channel(channel: int) -> float:
    """Turn an sRGB channel (0-255) into the linear value that glTF wants (IEC 61966-2-1)."""
    c = channel / 255.0
    return round(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4, 4)  # noqa: PLR2004 - constants of the standard


class GltfWriter:
    """Collects materials, primitives, meshes and nodes; each primitive's data is stored once however many meshes use it."""

    def __init__(self) -> None:
        """Start empty."""
        self._json: dict[str, list[Any]] = {name: [] for name in ("accessors", "bufferViews", "materials", "meshes", "nodes")}
        self._binary = bytearray()
        self._materials: dict[str, int] = {}

    def material(self, name: str, surface: Surface) -> int:
        """Return the material of this name; it is written on first use."""
        if name not in self._materials:
            self._materials[name] = len(self._json["materials"])
            red, green, blue = (linear_channel(c) for c in (surface.red, surface.green, surface.blue))
            see_through = surface.opacity <= OPAQUE
            self._json["materials"].append(
                {
                    "name": name,
                    "pbrMetallicRoughness": {
                        "baseColorFactor": [red, green, blue, surface.opacity],
                        "metallicFactor": 0,
                        "roughnessFactor": surface.roughness,
                    },
                    "alphaMode": "BLEND" if see_through else "OPAQUE",
                    "doubleSided": see_through,
                }
            )
        return self._materials[name]

    def _view(self, data: bytes, target: int) -> int:
        self._binary += b"\0" * (-len(self._binary) % 4)
        self._json["bufferViews"].append({"buffer": 0, "byteOffset": len(self._binary), "byteLength": len(data), "target": target})
        self._binary += data
        return len(self._json["bufferViews"]) - 1

    def _accessor(self, view: int, component: int, count: int, kind: str, bounds: dict[str, list[float]]) -> int:
        entry = {"bufferView": view, "componentType": component, "count": count, "type": kind}
        self._json["accessors"].append({**entry, **bounds})
        return len(self._json["accessors"]) - 1

    def geometry(self, vertices_m: FloatArray, faces: IntArray) -> tuple[int, int]:
        """Store vertices, shape (n, 3), and triangles or pairs, shape (m, 3 or 2); return the accessors of positions and indices."""
        points = np.asarray(vertices_m, dtype="<f4")
        bounds = {"min": [float(c) for c in points.min(axis=0)], "max": [float(c) for c in points.max(axis=0)]}
        position = self._accessor(self._view(points.tobytes(), ARRAY_BUFFER), FLOAT, len(points), "VEC3", bounds)
        short = len(points) <= SHORT_LIMIT
        indices = np.asarray(faces, dtype="<u2" if short else "<u4").reshape(-1)
        view = self._view(indices.tobytes(), ELEMENT_ARRAY_BUFFER)
        return position, self._accessor(view, UNSIGNED_SHORT if short else UNSIGNED_INT, len(indices), "SCALAR", {})

    def mesh(self, name: str, primitives: Sequence[tuple[tuple[int, int], int]], lines: tuple[tuple[int, int], int] | None = None) -> int:
        """Return a mesh of primitives, each a geometry with its material; `lines` is one whose indices are pairs."""
        made: list[dict[str, object]] = [{"attributes": {"POSITION": p}, "indices": i, "material": m} for (p, i), m in primitives]
        if lines is not None:
            (position, indices), material = lines
            made.append({"attributes": {"POSITION": position}, "indices": indices, "material": material, "mode": LINES})
        self._json["meshes"].append({"name": name, "primitives": made})
        return len(self._json["meshes"]) - 1

    def node(self, name: str, extras: Mapping[str, object], **members: object) -> int:
        """Return a node; `members` are those of glTF: mesh, translation, rotation, children."""
        self._json["nodes"].append({"name": name, **members, "extras": dict(extras)})
        return len(self._json["nodes"]) - 1

    def to_bytes(self, roots: Sequence[int], generator: str, extras: Mapping[str, object]) -> bytes:
        """Return the file with one scene of these roots."""
        binary = bytes(self._binary) + b"\0" * (-len(self._binary) % 4)
        document = {
            "asset": {"version": "2.0", "generator": generator},
            "scene": 0,
            "scenes": [{"nodes": list(roots), "extras": dict(extras)}],
            **{name: entries for name, entries in self._json.items() if entries},
        }
        if binary:
            document["buffers"] = [{"byteLength": len(binary)}]
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<II", len(text), JSON_CHUNK) + text
        if binary:
            chunks += struct.pack("<II", len(binary), BINARY_CHUNK) + binary
        return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
