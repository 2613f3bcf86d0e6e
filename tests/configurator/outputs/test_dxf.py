"""The DXF drawing, read back with the library's strict reader."""

from __future__ import annotations

import io
import itertools
import math
import time

import ezdxf
import pytest
from ezdxf.document import Drawing

from configurator.outputs.bundle import ResultBundle
from configurator.outputs.dxf import dxf_bytes
from tests.configurator.outputs.samples import sample_bundle
from tests.examples import example


@pytest.fixture(scope="module")
def bundle() -> ResultBundle:
    computed = example()
    return ResultBundle("example", computed.host, computed.inputs.concept, computed.layout, computed.configuration)


def opened(content: bytes) -> Drawing:
    drawing = ezdxf.read(io.StringIO(content.decode("utf-8")))
    assert not drawing.audit().errors
    return drawing


def test_every_module_is_an_insert_of_its_type_where_the_layout_put_it(bundle: ResultBundle) -> None:
    inserts = list(opened(dxf_bytes(bundle)).modelspace().query("INSERT"))
    found = sorted((i.dxf.name, round(i.dxf.insert.x), round(i.dxf.insert.y), round(i.dxf.rotation)) for i in inserts)
    assert found == sorted((m.type_id, round(m.origin_mm[0]), round(m.origin_mm[1]), 90 * m.quarter) for m in bundle.model.modules)


def test_a_block_placed_fills_the_footprint_of_its_module(bundle: ResultBundle) -> None:
    drawing = opened(dxf_bytes(bundle))
    size = {m.type_id: bundle.model.type_of(m).size for m in bundle.model.modules}
    for name, expected in size.items():
        outline = max(drawing.blocks[name].query("LWPOLYLINE"), key=lambda p: _area(list(p.get_points("xy"))))
        assert _area(list(outline.get_points("xy"))) == pytest.approx(expected.length_mm * expected.width_mm)


def _area(points: list[tuple[float, float]]) -> float:
    return abs(math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2.0


def test_bays_and_the_whole_length_are_real_dimensions(bundle: ResultBundle) -> None:
    measured = sorted(round(d.get_measurement()) for d in opened(dxf_bytes(bundle)).modelspace().query("DIMENSION"))
    low_u, low_v, high_u, high_v = bundle.host.roof_outline_mm.bounds
    axes = sorted({line.u_mm for line in bundle.host.bearing_lines})
    bays = [b - a for a, b in itertools.pairwise(axes)]
    assert measured == sorted([*bays, round(high_u - low_u), round(high_v - low_v)])


def test_doors_swing_into_the_module_and_windows_have_glass(bundle: ResultBundle) -> None:
    drawing = opened(dxf_bytes(bundle))
    for kind in bundle.model.module_types:
        block = drawing.blocks[kind.id]
        doors = [p for p in kind.parts if p.kind in ("door", "glazed_door") and p.facing is not None]
        arcs = list(block.query("ARC"))
        assert sorted(round(arc.dxf.radius) for arc in arcs) == sorted(round(p.length_mm) for p in doors)
        for arc in arcs:
            assert (arc.dxf.end_angle - arc.dxf.start_angle) % 360.0 == pytest.approx(90.0)
            assert all(
                -1.0 <= p.x <= kind.size.length_mm + 1.0 and -1.0 <= p.y <= kind.size.width_mm + 1.0
                for p in (arc.start_point, arc.end_point)
            )
        glass = [p for p in kind.parts if p.kind in ("window", "glazed_door")]
        assert len(block.query("LINE")) == len(glass) + len(doors)


def test_a_core_has_walls_treads_and_a_name_and_what_it_replaces_is_not_hatched() -> None:
    bundle = sample_bundle(access="stair", storeys=2)
    space = opened(dxf_bytes(bundle)).modelspace()
    lowest = min(a.storey for a in bundle.layout.access)
    treads = [line for line in space.query("LINE") if line.dxf.layer == f"optop-access-s{lowest:02d}"]
    flights = [e for e in bundle.model.elements if e.kind == "core_flight" and e.storey == lowest and "/below/" not in e.id]
    assert len(treads) == sum(e.risers for e in flights)
    assert {"trap"} <= {t.dxf.text for t in space.query("TEXT")}
    removed = [e.subject for e in bundle.model.elements if e.kind == "obstacle" and e.status == "demolish"]
    assert len(space.query("HATCH")) == len(bundle.host.obstacles) - len(removed)
    assert len([p for p in space.query("LWPOLYLINE") if p.dxf.layer == "optop-removed"]) == len(removed)


def test_layers_switch_storeys_and_assumed_walls_have_their_own(bundle: ResultBundle) -> None:
    names = {layer.dxf.name for layer in opened(dxf_bytes(sample_bundle(storeys=2))).layers}
    storeys = {f"optop-modules-s{m.storey:02d}" for m in sample_bundle(storeys=2).layout.modules}
    assert len(storeys) == 2
    assert storeys <= names
    assumed = any(line.assumed for line in bundle.host.bearing_lines)
    names = {layer.dxf.name for layer in opened(dxf_bytes(bundle)).layers}
    assert ("optop-lines-assumed" in names) == assumed


def test_the_same_result_gives_the_same_bytes_at_another_time(bundle: ResultBundle, monkeypatch: pytest.MonkeyPatch) -> None:
    first = dxf_bytes(bundle)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86400.0)
    time.sleep(1.1)  # the library stamps seconds
    assert dxf_bytes(bundle) == first


def test_the_classes_of_the_file_are_in_order_of_name(bundle: ResultBundle) -> None:
    """Their order is that of a set in the library: one run would differ from the next."""
    section = dxf_bytes(bundle).decode().split("CLASSES\n", 1)[1].split("ENDSEC", 1)[0]
    names = [entry.splitlines()[1] for entry in section.split("  0\nCLASS\n")[1:]]
    assert len(names) > 1
    assert names == sorted(names)


def test_a_host_without_modules_is_drawn_alone() -> None:
    drawing = opened(dxf_bytes(sample_bundle(storeys=0)))
    assert len(drawing.modelspace().query("INSERT")) == 0
    assert len(drawing.modelspace().query("LWPOLYLINE")) >= 1
