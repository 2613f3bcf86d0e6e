"""What must hold for every configuration, on the demo block."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from catalogue.documents.building import Obstacle
from catalogue.documents.canonical import canonical_bytes, digest_of
from catalogue.documents.configuration import Configuration
from catalogue.documents.options import Options
from catalogue.errors import InvalidDocument
from catalogue.resolve import resolve_assumptions, resolve_building, resolve_concept, resolve_family
from configurator.configure import Computed, Inputs, configure, make_inputs

DEMO = resolve_building("demo-portiek-1966")


def inputs(concept: str = "A3", *, obstacles: tuple[Obstacle, ...] = (), **options: Any) -> Inputs:
    building = DEMO.model_copy(update={"obstacles": (*DEMO.obstacles, *obstacles)})
    return make_inputs(
        "test", building, resolve_concept(concept), Options.model_validate(options), resolve_assumptions(), resolve_family("F05")
    )


def computed(concept: str = "A3", *, obstacles: tuple[Obstacle, ...] = (), **options: Any) -> Computed:
    return configure(inputs(concept, obstacles=obstacles, **options))


def ids(configuration: Configuration) -> set[str]:
    return {m.id for m in configuration.modules} | {d.id for d in configuration.dwellings}


def test_the_digest_is_that_of_the_document_without_it() -> None:
    configuration = computed().configuration
    assert digest_of(configuration.model_dump(mode="json", exclude={"digest"})) == configuration.digest


def test_two_runs_give_the_same_bytes() -> None:
    assert canonical_bytes(computed().configuration) == canonical_bytes(computed().configuration)


@pytest.mark.slow
def test_the_bytes_do_not_hang_on_the_hash_seed() -> None:
    program = (
        "import sys; from tests.acceptance.test_invariants import computed; from catalogue.documents.canonical import canonical_bytes;"
        "sys.stdout.buffer.write(canonical_bytes(computed(storeys_added=2, access='gallery').configuration))"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("concept", ["A3", "A5", "A8", "A9"])
def test_no_storeys_add_nothing(concept: str) -> None:
    configuration = computed(concept, storeys_added=0).configuration
    assert configuration.modules == ()
    assert configuration.loads.added_weight_kn == 0.0
    assert configuration.loads.lines
    for line in configuration.loads.lines:
        assert (line.added_g_kn_per_m, line.added_q_kn_per_m, line.r_g, line.r_n, line.r_d) == (0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(("concept", "access"), [("A3", "stair"), ("A3", "gallery"), ("A8", "gallery")])
def test_adding_a_storey_keeps_every_id_below(concept: str, access: str) -> None:
    one = computed(concept, storeys_added=1, access=access).configuration
    two = computed(concept, storeys_added=2, access=access).configuration
    assert one.modules
    assert ids(one) < ids(two)


@pytest.mark.parametrize("bay", range(1, 15))
def test_an_obstacle_keeps_every_module_id_outside_its_bay(bay: int) -> None:
    """Wall on wall: a vent in the middle of one bay may take that bay's module away, and touches no other module's id."""
    before = computed(support="wall_on_wall", access="gallery")
    host_bay = before.host.bays[bay - 1]
    middle = (host_bay.left.u_mm + host_bay.right.u_mm) / 2
    ring = [(middle - 100, 4000), (middle + 100, 4000), (middle + 100, 4200), (middle - 100, 4200)]
    outer = [(float(x), float(y)) for x, y in before.host.frame.to_world_m(ring)]
    vent = Obstacle.model_validate({"kind": "vent", "polygon": {"outer": outer}})
    after = computed(support="wall_on_wall", access="gallery", obstacles=(vent,))
    slot = f"m{bay:02d}"
    kept = {m.id for m in before.configuration.modules if not m.id.endswith(slot)}
    assert kept <= {m.id for m in after.configuration.modules}


@pytest.mark.parametrize("options", [{}, {"access": "gallery", "storeys_added": 2}, {"support": "transfer_grid", "access": "gallery"}])
def test_the_lines_carry_what_is_added(options: dict[str, Any]) -> None:
    """At the top storey's wall foot: the sum of added G x length, without removal, is the added weight; so are reactions and the rest."""
    result = computed(**options)
    loads, estimate = result.configuration.loads, result.loads
    top = result.configuration.host.storeys[-1].id
    rows = [row for row in loads.lines if row.level == top]
    on_lines = sum((row.added_g_kn_per_m - row.added_g_parts.removed) * (row.end_m - row.start_m) for row in rows)
    assert on_lines == pytest.approx(loads.added_weight_kn, rel=1e-5)
    assert sum(row.added_g_parts.removed * (row.end_m - row.start_m) for row in rows) == pytest.approx(-loads.removed_weight_kn, rel=1e-5)
    walls = {line.id: line for line in result.configuration.host.bearing_lines}
    for row in loads.lines:
        assert walls[row.id].start_m - 1e-9 <= row.start_m <= row.end_m <= walls[row.id].end_m + 1e-9
    others = sum(mass.nominal for mass in estimate.masses.access_kg.values()) + (
        estimate.masses.connector.mass_kg.nominal if estimate.masses.connector else 0.0
    )
    reactions = sum(reaction.g_kn for reaction in estimate.reactions)
    assert reactions + others * 9.81 / 1000 == pytest.approx(estimate.added_weight_kn, rel=1e-9)


def test_a_screening_is_never_a_yes() -> None:
    configuration = computed().configuration
    assert configuration.summary.verdict in ("conditional", "unknown", "does_not_fit")
    assert '"feasible"' not in configuration.model_dump_json()
    assert "LOAD-CAPACITY-UNKNOWN" in {f.code for f in configuration.findings}


def test_the_worst_storey_and_the_foundation_are_both_shown() -> None:
    """The foundation ratio is the mildest in the wall."""
    configuration = computed().configuration
    for line in configuration.host.bearing_lines:
        rows = [row for row in configuration.loads.lines if row.id == line.id]
        if not any(row.added_g_kn_per_m > 0 for row in rows):
            continue
        foundation = max(row.r_n for row in rows if row.level == "foundation")
        top = max(row.r_n for row in rows if row.level == configuration.host.storeys[-1].id)
        assert top > foundation
        assert {row.line_band for row in rows} == {max(row.band for row in rows)}


def test_a_request_with_another_concept_behind_the_pin_is_refused() -> None:
    honest = inputs()
    swapped = Inputs(honest.request, resolve_concept("A5"), honest.assumptions, honest.family)
    with pytest.raises(InvalidDocument, match="digest differs"):
        configure(swapped)


@pytest.mark.parametrize("intervention", ["end_extension", "plinth_conversion"])
def test_interventions_that_the_engine_does_not_carry_say_so(intervention: str) -> None:
    configuration = computed(intervention=intervention).configuration
    assert configuration.summary.verdict == "does_not_fit"
    assert "REQ-INTERVENTION-NOT-CARRIED" in {f.code for f in configuration.findings}


def test_every_provenance_pointer_leads_into_the_document() -> None:
    configuration = computed().configuration
    data = json.loads(configuration.model_dump_json())
    for pointer in configuration.provenance:
        node = data
        for part in pointer.strip("/").split("/"):
            node = node[0] if part == "*" else node[part]


def test_nothing_looks_verified_that_is_not() -> None:
    """Masses of example concepts, weights of a family and NEN 8700 factors have been checked by nobody."""
    provenance = computed().configuration.provenance
    for figure in ("added_g_kn_per_m", "existing_g_kn_per_m", "r_n", "r_d", "ed_existing_kn_per_m", "ed_new_kn_per_m"):
        assert provenance[f"/loads/lines/*/{figure}"].status == "unverified"
    assert provenance["/modules/*/mass_kg"].status == "unverified"
