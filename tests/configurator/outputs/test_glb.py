"""The GLB as trimesh and a plain glTF reader find it."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
import pytest
import trimesh
from shapely.geometry import box

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.glb import glb_bytes
from configurator.outputs.meshes import prism_mesh, y_up_m
from configurator.parts.solids import plate
from tests.configurator.outputs.samples import sample_bundle

GLB_MAGIC, JSON_CHUNK = b"glTF", 0x4E4F534A


def gltf(content: bytes) -> dict[str, Any]:
    """Read the JSON chunk by the header of glTF 2.0, chapter 4.4."""
    magic, version, length = struct.unpack("<4sII", content[:12])
    assert (magic, version, length) == (GLB_MAGIC, 2, len(content))
    size, kind = struct.unpack("<II", content[12:20])
    assert kind == JSON_CHUNK
    parsed: dict[str, Any] = json.loads(content[20 : 20 + size])
    return parsed


def loaded(content: bytes) -> trimesh.Scene:
    scene = trimesh.load(io.BytesIO(content), file_type="glb")
    assert isinstance(scene, trimesh.Scene)
    return scene


def test_there_is_one_named_node_for_each_module_with_its_ids() -> None:
    bundle = sample_bundle()
    nodes = {n["name"]: n for n in gltf(glb_bytes(bundle))["nodes"]}
    for module in bundle.layout.modules:
        extras = nodes[module.id]["extras"]
        assert (extras["id"], extras["kind"], extras["dwelling"]) == (module.id, "module", module.dwelling_id)
        assert extras["mass_kg"] == 9_000.0 + module.storey
    assert sum(n.get("extras", {}).get("kind") == "module" for n in nodes.values()) == 8


def test_modules_of_one_type_share_their_meshes() -> None:
    content = gltf(glb_bytes(sample_bundle(storeys=1)))
    by_name = {n["name"]: n for n in content["nodes"]}

    def meshes(module: str) -> list[int]:
        return [content["nodes"][child]["mesh"] for child in by_name[module]["children"]]

    assert meshes("s04/a/m01") == meshes("s04/a/m05"), "both w3980 with the entrance"
    assert meshes("s04/a/m01") != meshes("s04/a/m02")


@pytest.mark.parametrize("way", ["wall_on_wall", "transfer_grid"])
def test_trimesh_reloads_every_body_with_its_volume(way: Any) -> None:
    bundle: ResultBundle = sample_bundle(way)
    model = bundle.model
    scene = loaded(glb_bytes(bundle))
    instances = [(name, scene.geometry[scene.graph[name][1]]) for name in scene.graph.nodes_geometry]
    assert all(isinstance(mesh, trimesh.Trimesh) and mesh.is_watertight for _, mesh in instances)
    modules = {m.id for m in model.modules}
    volume = sum(float(mesh.volume) for name, mesh in instances if name.partition("#")[0] in modules)
    assert volume == pytest.approx(sum(p.volume_m3 for m in model.modules for p in model.type_of(m).parts), rel=1e-5)
    assert float(scene.volume) == pytest.approx(volume + sum(e.volume_m3 for e in model.elements), rel=1e-5)


def test_modules_stand_where_the_layout_puts_them_y_up_in_metres() -> None:
    bundle = sample_bundle()
    scene = loaded(glb_bytes(bundle))
    for module in bundle.layout.modules:
        points = []
        for name in scene.graph.nodes_geometry:
            if name.partition("#")[0] == module.id:
                matrix, mesh = scene.graph[name]
                points.append(trimesh.transform_points(scene.geometry[mesh].vertices, matrix))
        low, high = np.vstack(points).min(axis=0), np.vstack(points).max(axis=0)
        f = module.footprint
        assert low * 1000.0 == pytest.approx([f.u0_mm, module.z_mm, -f.v1_mm], abs=0.01)
        assert high * 1000.0 == pytest.approx([f.u1_mm, module.z_mm + module.height_mm, -f.v0_mm], abs=0.01)


def test_nothing_strays_to_the_origin() -> None:
    scene = loaded(glb_bytes(sample_bundle()))
    drawn = {scene.graph[name][1] for name in scene.graph.nodes_geometry}
    assert len(scene.graph.nodes_geometry) == len(set(scene.graph.nodes_geometry))
    assert drawn == set(scene.geometry)
    assert scene.bounds.tolist() == [
        pytest.approx([-0.01, -1.2, -10.5], abs=0.02),
        pytest.approx([22.41, 11.4 + 6.4, 0.0], abs=0.02),
    ]


def test_glass_and_the_existing_block_are_translucent_and_materials_matte() -> None:
    materials = {m["name"]: m for m in gltf(glb_bytes(sample_bundle()))["materials"]}
    assert {"facade", "glass", "existing_assumed", "obstacle", "bearer"} <= set(materials)
    assert materials["glass"]["alphaMode"] == materials["existing"]["alphaMode"] == "BLEND"
    assert materials["facade"]["alphaMode"] == "OPAQUE"
    assert all(m["pbrMetallicRoughness"]["metallicFactor"] == 0.0 for m in materials.values())


def test_the_scene_says_where_it_belongs() -> None:
    extras = gltf(glb_bytes(sample_bundle()))["scenes"][0]["extras"]
    assert (extras["crs"], extras["origin_m"], extras["peil_nap_m"]) == ("EPSG:7415", [142_318.25, 455_907.4], 4.35)


def test_y_up_turns_the_plan_without_mirroring_it() -> None:
    (prism,) = plate(box(0, 0, 2_000, 1_000), 0.0, 500.0)
    vertices, faces = prism_mesh(prism)
    mesh = trimesh.Trimesh(y_up_m(vertices), faces, process=False)
    assert mesh.volume == pytest.approx(2.0 * 1.0 * 0.5)
    assert mesh.bounds.tolist() == [[0.0, 0.0, -1.0], [2.0, 0.5, 0.0]]


def test_a_configuration_without_modules_gives_the_block_alone() -> None:
    kinds = {n["extras"]["kind"] for n in gltf(glb_bytes(sample_bundle(storeys=0)))["nodes"] if "extras" in n}
    assert kinds == {"existing_floor", "existing_roof", "existing_wall", "existing_facade", "obstacle"}
