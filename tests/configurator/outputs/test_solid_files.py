"""OBJ and STL as trimesh reads them, against the volumes of the model."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import trimesh

from configurator.outputs.solid_files import obj_bytes, stl_bytes
from tests.configurator.outputs.samples import sample_bundle


def model_volume() -> float:
    model = sample_bundle().model
    modules = sum(p.volume_m3 for m in model.modules for p in model.type_of(m).parts)
    return modules + sum(e.volume_m3 for e in model.elements)


def test_the_stl_is_closed_in_millimetres_and_holds_everything() -> None:
    mesh: Any = trimesh.load(io.BytesIO(stl_bytes(sample_bundle())), file_type="stl")
    assert float(mesh.volume) / 1e9 == pytest.approx(model_volume(), rel=1e-5)
    assert mesh.bounds.tolist() == [
        pytest.approx([-10.0, 0.0, -1_200.0], abs=20.0),
        pytest.approx([22_410.0, 10_500.0, 17_800.0], abs=20.0),
    ]


def test_the_normals_of_the_stl_point_outwards() -> None:
    content = stl_bytes(sample_bundle(storeys=0))
    table = np.frombuffer(content[84:], dtype=[("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("spare", "<u2")])
    corners = table["corners"].astype(float)
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6.0
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert volume > 0.0
    assert (np.einsum("ij,ij->i", turned, table["normal"]) > 0.0).all()
    assert np.linalg.norm(table["normal"], axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_obj_has_an_object_for_each_element_and_module() -> None:
    bundle = sample_bundle()
    text = obj_bytes(bundle).decode()
    named = [line[2:] for line in text.splitlines() if line.startswith("o ")]
    assert named == [e.id for e in bundle.model.elements] + [m.id for m in bundle.model.modules]
    mesh: Any = trimesh.load(io.BytesIO(text.encode()), file_type="obj", force="mesh", skip_materials=True)
    assert float(mesh.volume) == pytest.approx(model_volume(), rel=1e-4)
    assert text == obj_bytes(sample_bundle()).decode()
