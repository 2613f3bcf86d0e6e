"""Mass is the sum of the layers: published component sheets and arithmetic by hand are the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.buildup import (
    buildup_biobased_kg_per_m2,
    buildup_mass_kg_per_m2,
    buildup_thickness_mm,
    kilonewton,
    module_mass,
    module_size,
    openings_of,
)
from catalogue.documents.concept import BuildUp, Constituent, Layer
from catalogue.documents.document import LocalText
from catalogue.documents.evidence import Interval
from catalogue.resolve import concept_versions, resolve_concept

TEXT = LocalText(nl="laag", en="layer")


def layer(thickness_mm: float, density: float, share: float = 1.0, biobased: float = 0.0) -> Layer:
    part = Constituent(
        material="hout_vuren_proef",
        density_kg_per_m3=Interval.exact(density),
        volume_fraction=share,
        biobased_fraction=biobased,
        basis="assumed",
        source="test",
    )
    return Layer(name=TEXT, thickness_mm=thickness_mm, constituents=(part,))


def build_up(*layers: Layer) -> BuildUp:
    return BuildUp(element="floor", name=TEXT, layers=layers)


def test_published_clt_floor_weighs_what_its_sheet_says() -> None:
    """W-01: binderholz Solid timber manual 2.0, p. 243, floor DE01a: 123.6 kg/m2."""
    floor = build_up(layer(25, 1200), layer(20, 150), layer(60, 460), layer(140, 450))
    assert buildup_mass_kg_per_m2(floor).nominal == pytest.approx(123.6, abs=0.05)
    assert buildup_thickness_mm(floor) == 245


def test_framed_layer_counts_only_what_fills_it() -> None:
    """12 % spruce of 460 kg/m3 over 200 mm, the rest air: 0.12 x 0.2 x 460 = 11.04 kg/m2, all of it biotic."""
    framed = build_up(layer(200, 460, share=0.12, biobased=1.0))
    assert buildup_mass_kg_per_m2(framed).nominal == pytest.approx(11.04)
    assert buildup_biobased_kg_per_m2(framed) == pytest.approx(11.04)


def test_kilonewton_uses_standard_gravity() -> None:
    assert kilonewton(Interval.exact(1000.0)).nominal == pytest.approx(9.81)


def test_layer_cannot_be_fuller_than_full() -> None:
    part = layer(100, 500, share=0.7).constituents[0]
    with pytest.raises(ValueError, match=r"at most 1 is possible"):
        Layer(name=TEXT, thickness_mm=100, constituents=(part, part))


@pytest.mark.parametrize("concept_id", list(concept_versions()))
def test_starter_module_is_the_hand_sum_of_its_plates_and_walls(concept_id: str) -> None:
    """Written out again, face by face, with the openings cut and replaced."""
    concept = resolve_concept(concept_id)
    module, masses = concept.module, {name: buildup_mass_kg_per_m2(b).nominal for name, b in concept.build_ups.items()}
    width, length = module.width_mm.max / 1000, module.length_mm.max / 1000
    size = module_size(concept, module.width_mm.max, module.length_mm.max, topmost=True)
    got = module_mass(concept, size, topmost=True, access="gallery", access_side="end_a")
    height = size.wall_height_mm / 1000
    end_wall = module.end_wall
    assert end_wall is not None
    across = width - 2 * size.long_wall_mm / 1000
    expected = (masses[module.floor] + masses[module.roof]) * width * length + 2 * masses[module.long_wall] * length * height
    for side in ("end_a", "end_b"):
        openings = openings_of(concept, side, "gallery", "end_a")
        holes = sum(o.width_mm * o.height_mm / 1e6 for o in openings)
        expected += masses[end_wall] * (across * height - holes)
        expected += sum(o.width_mm * o.height_mm / 1e6 * (o.mass_kg_per_m2.value or 0.0) for o in openings)
    assert got.total_kg.nominal == pytest.approx(expected, rel=1e-12)
    assert 0.3 < got.biobased_kg / got.total_kg.nominal < 0.9


@pytest.mark.parametrize(("concept_id", "low", "high"), [("A3", 250, 400), ("A8", 250, 400), ("A5", 400, 615)])
def test_starter_modules_weigh_what_layers_weigh_and_not_what_the_market_claims(concept_id: str, low: float, high: float) -> None:
    """Realistic timber frame 250-400 kg/m2 and CLT 460-615 with finishes, roof and walls; market claims are half of that."""
    concept = resolve_concept(concept_id)
    size = module_size(concept, concept.module.width_mm.max, 9900, topmost=True)
    mass = module_mass(concept, size, topmost=True).total_kg
    per_m2 = mass.nominal / (size.width_mm * size.length_mm / 1e6)
    assert low <= per_m2 <= high


def test_an_open_side_is_lighter_and_wider() -> None:
    concept = resolve_concept("A5")
    size = module_size(concept, 2980, 9000, topmost=True)
    closed, opened = (module_mass(concept, size, topmost=True, open_sides=sides) for sides in ((), ("long_a",)))
    assert opened.long_a_kg.nominal == pytest.approx(closed.long_a_kg.nominal * (1 - concept.module.open_side_share))
    assert opened.long_b_kg == closed.long_b_kg
    assert size.inner_width_mm(("long_a",)) - size.inner_width_mm() == size.long_wall_mm


@given(st.floats(1, 500), st.floats(10, 3000), st.floats(1, 500), st.floats(10, 3000))
def test_mass_is_additive_over_layers(t1: float, d1: float, t2: float, d2: float) -> None:
    apart = buildup_mass_kg_per_m2(build_up(layer(t1, d1))) + buildup_mass_kg_per_m2(build_up(layer(t2, d2)))
    assert buildup_mass_kg_per_m2(build_up(layer(t1, d1), layer(t2, d2))).nominal == pytest.approx(apart.nominal)
