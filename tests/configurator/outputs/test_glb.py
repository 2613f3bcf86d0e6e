"""The GLB as trimesh and a plain glTF reader find it."""

from __future__ import annotations

import functools
import io
import itertools
import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import trimesh
from shapely.geometry import box

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.glb import glb_bytes
from configurator.outputs.gltf import LINES
from configurator.outputs.meshes import EDGE_OUT_MM, edge_lines, prism_mesh, y_up_m
from configurator.outputs.palette import BAND_COLOURS
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


@functools.cache
def sample(colours: Any = "material") -> bytes:
    return glb_bytes(sample_bundle(), colours)


def parents(content: dict[str, Any]) -> dict[int, int]:
    return {child: i for i, node in enumerate(content["nodes"]) for child in node.get("children", ())}


def drawn(bundle: ResultBundle) -> Iterator[tuple[str, Any, trimesh.Trimesh]]:
    """Each drawn mesh: the name of the node of the model that it hangs on, its matrix, itself."""
    content = glb_bytes(bundle)
    names = {n["name"] for n in gltf(content)["nodes"] if "mesh" in n}
    scene = loaded(content)
    above: Any = scene.graph.transforms.parents
    for node in scene.graph.nodes_geometry:
        name: Any = node
        while name not in names:
            name = above[name]
        matrix, geometry = scene.graph[node]
        mesh: Any = scene.geometry[geometry]
        if isinstance(mesh, trimesh.Trimesh):  # lines along edges are no bodies
            yield name, matrix, mesh


def line_primitives(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the primitives of lines by the name of their mesh."""
    return {m["name"]: p for m in content["meshes"] for p in m["primitives"] if p.get("mode") == LINES}


def test_modules_and_the_existing_facade_have_lines_along_their_edges_just_off_their_faces() -> None:
    content = gltf(sample())
    lines = line_primitives(content)
    assert {m.type_id for m in sample_bundle().model.modules} <= set(lines)
    assert any(name.startswith("existing_facade") for name in lines)
    for name, primitive in lines.items():
        ends = content["accessors"][primitive["indices"]]
        assert ends["count"] % 2 == 0, name
        corners = content["accessors"][primitive["attributes"]["POSITION"]]
        faces = [content["accessors"][p["attributes"]["POSITION"]] for m in content["meshes"] if m["name"] == name for p in m["primitives"]]
        low = [min(f["min"][i] for f in faces if f is not corners) for i in range(3)]
        high = [max(f["max"][i] for f in faces if f is not corners) for i in range(3)]
        assert all(low[i] - 0.005 < corners["min"][i] and corners["max"][i] < high[i] + 0.005 for i in range(3)), name


def test_the_edges_of_a_prism_with_a_hole_are_three_for_each_corner() -> None:
    plan = box(0.0, 0.0, 1000.0, 500.0).difference(box(200.0, 100.0, 400.0, 300.0))
    points, pairs = edge_lines(plate(plan, 0.0, 200.0))
    assert (len(points), len(pairs)) == (16, 24)
    assert points[:, 2].min() == pytest.approx(-EDGE_OUT_MM)
    assert points[:, 2].max() == pytest.approx(200.0 + EDGE_OUT_MM)
    lengths = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    sides = [1000.0 + 8.0, 500.0 + 8.0, 192.0, 192.0]
    assert lengths.sum() == pytest.approx(4 * sum(sides) + 8 * 208.0)
    assert len(edge_lines([])[1]) == 0


def test_only_the_facade_of_the_existing_block_is_seen_through() -> None:
    content = gltf(sample())
    blended = {m["name"] for m in content["materials"] if m["alphaMode"] == "BLEND"}
    assert {name for name in blended if name.startswith("existing")} == {"existing_facade"}


def test_modules_hang_under_their_dwelling_storey_and_building() -> None:
    content = gltf(sample())
    nodes, above = content["nodes"], parents(gltf(sample()))
    modules = [i for i, n in enumerate(nodes) if n["extras"]["kind"] == "module"]
    assert len(modules) == 8
    for i in modules:
        dwelling, storey = above[i], above[above[i]]
        assert nodes[dwelling]["name"] == nodes[dwelling]["extras"]["id"] == nodes[i]["extras"]["dwelling"]
        assert nodes[storey]["extras"]["storey"] == nodes[i]["extras"]["storey"]
        assert nodes[above[storey]]["extras"]["kind"] == "building"
    (root,) = content["scenes"][0]["nodes"]
    assert nodes[root]["name"] == "proefblok"
    assert set(above) == set(range(len(nodes))) - {root}, "one tree"


def test_nodes_carry_ids_and_figures() -> None:
    bundle = sample_bundle()
    nodes = {n["name"]: n["extras"] for n in gltf(glb_bytes(bundle))["nodes"]}
    for module in bundle.layout.modules:
        assert nodes[module.id]["mass_kg"] == 9_000.0 + module.storey
        assert nodes[module.id]["length_m"] == 9.0
    assert nodes["s04/a/m01"]["lines"] == ["w01", "w02"]
    assert nodes["s04/a/d01"]["usable_area_m2"] == 58.9
    assert nodes["w02/plinth"]["added_g_kn_per_m"] == 24.25, "the worst stretch at the foundation, on the lowest wall"
    assert (nodes["proefblok"]["dwellings"], nodes["proefblok"]["modules"]) == (4, 8)


def test_modules_of_one_type_share_one_mesh() -> None:
    by_name = {n["name"]: n for n in gltf(glb_bytes(sample_bundle(storeys=1)))["nodes"]}
    assert by_name["s04/a/m01"]["mesh"] == by_name["s04/a/m05"]["mesh"], "both w3980 with the entrance"
    assert by_name["s04/a/m01"]["mesh"] != by_name["s04/a/m02"]["mesh"]


@pytest.mark.parametrize("way", ["wall_on_wall", "transfer_grid"])
def test_trimesh_reloads_every_body_with_its_volume(way: Any) -> None:
    bundle = sample_bundle(way)
    model = bundle.model
    volumes: dict[str, float] = {}
    for name, _, mesh in drawn(bundle):
        assert mesh.is_watertight
        volumes[name] = volumes.get(name, 0.0) + float(mesh.volume)
    for module in model.modules:
        assert volumes[module.id] == pytest.approx(sum(p.volume_m3 for p in model.type_of(module).parts), rel=1e-5)
    for element in model.elements:
        assert volumes[element.id] == pytest.approx(element.volume_m3, rel=1e-5)


def test_modules_stand_where_the_layout_puts_them_y_up_in_metres() -> None:
    bundle = sample_bundle()
    points: dict[str, list[Any]] = {}
    for name, matrix, mesh in drawn(bundle):
        points.setdefault(name, []).append(trimesh.transform_points(mesh.vertices, matrix))
    for module in bundle.layout.modules:
        stacked = np.vstack(points[module.id])
        f = module.footprint
        assert stacked.min(axis=0) * 1000.0 == pytest.approx([f.u0_mm, module.z_mm, -f.v1_mm], abs=0.01)
        assert stacked.max(axis=0) * 1000.0 == pytest.approx([f.u1_mm, module.z_mm + module.height_mm, -f.v0_mm], abs=0.01)


def test_nothing_strays_to_the_origin() -> None:
    assert loaded(sample()).bounds.tolist() == [
        pytest.approx([-0.01, -1.2, -10.5], abs=0.02),
        pytest.approx([22.41, 11.4 + 6.4, 0.0], abs=0.02),
    ]


def test_glass_and_the_existing_facade_are_translucent_and_materials_matte() -> None:
    content = gltf(sample())
    materials = {m["name"]: m for m in content["materials"]}
    assert {"facade", "glass", "existing_assumed", "obstacle", "bearer"} <= set(materials)
    assert materials["glass"]["alphaMode"] == materials["existing_facade"]["alphaMode"] == "BLEND"
    assert materials["facade"]["alphaMode"] == "OPAQUE"
    assert all(m["pbrMetallicRoughness"]["metallicFactor"] == 0.0 for m in materials.values())
    assert "extensionsUsed" not in content, "core glTF"


def test_in_the_colours_of_the_bands_walls_tell_their_load_and_the_rest_steps_back() -> None:
    content = gltf(sample("band"))
    materials = content["materials"]
    walls = [n for n in content["nodes"] if n["extras"]["kind"] == "existing_wall"]
    assert len(walls) == 35
    for wall in walls:
        (primitive,) = content["meshes"][wall["mesh"]]["primitives"]
        assert materials[primitive["material"]]["name"] == f"band {wall['extras']['band']}"
    plain = {m["name"]: m["pbrMetallicRoughness"]["baseColorFactor"] for m in gltf(sample())["materials"]}
    for material in materials:
        colour = material["pbrMetallicRoughness"]["baseColorFactor"]
        if material["name"].startswith("band"):
            assert colour[3] == 1.0
        else:
            assert sum(colour[:3]) > sum(plain[material["name"]][:3]), "paler than in its own colours"
    assert len(content["accessors"]) == len(gltf(sample())["accessors"]), "the geometry is the same"


def test_the_ramp_of_the_bands_darkens_from_a_to_e() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    tones = [luminance(BAND_COLOURS[band]) for band in "ABCDE"]
    assert tones == sorted(tones, reverse=True)
    assert all((a + 0.05) / (b + 0.05) > 1.3 for a, b in itertools.pairwise(tones)), "told apart without hue"


def test_the_scene_says_where_it_belongs() -> None:
    extras = gltf(sample())["scenes"][0]["extras"]
    assert (extras["crs"], extras["origin_m"], extras["peil_nap_m"]) == ("EPSG:7415", [142_318.25, 455_907.4], 4.35)
    assert extras["disclaimer"]


def test_y_up_turns_the_plan_without_mirroring_it() -> None:
    (prism,) = plate(box(0, 0, 2_000, 1_000), 0.0, 500.0)
    vertices, faces = prism_mesh(prism)
    mesh = trimesh.Trimesh(y_up_m(vertices), faces, process=False)
    assert mesh.volume == pytest.approx(2.0 * 1.0 * 0.5)
    assert mesh.bounds.tolist() == [[0.0, 0.0, -1.0], [2.0, 0.5, 0.0]]


def test_a_configuration_without_modules_gives_the_block_alone() -> None:
    kinds = {n["extras"]["kind"] for n in gltf(glb_bytes(sample_bundle(storeys=0)))["nodes"]}
    assert kinds == {"building", "storey", "existing_floor", "existing_roof", "existing_wall", "existing_facade", "obstacle"}
