"""Wind on the whole block, before and after: base shear and moment, and what the moment does at the ends of every cross wall.

Indicative: the block as a box on its roof outline, as high as its roof before and as its highest module after; c_s c_d = 1. Every cross
wall takes the wind on its own tributary width, as a cantilever. What carries the wind along the building is never invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

import numpy as np

from catalogue.documents.assumptions import LoadAssumptions
from configurator.host.building import BearingLine, FloatArray, HostBuilding
from configurator.layout.placement import Layout
from configurator.loads.existing import tributary_m
from configurator.loads.norm_wind import facade_forces, peak_pressure_kn_per_m2, wall_end_kn_per_m
from configurator.loads.wind_tables import Terrain, WindArea, terrain_row, wind_area_of, wind_area_row


@dataclass(frozen=True, slots=True)
class WindSite:
    """Wind area and terrain of a building, and whether each was known."""

    area: WindArea
    terrain: Terrain
    area_known: bool
    terrain_known: bool
    velocity_factor: float = 1.0
    """Basic velocity over that of 50 years."""

    @property
    def v_b_m_per_s(self) -> float:
        """Basic velocity for the reference period."""
        return wind_area_row(self.area).v_b0_m_per_s * self.velocity_factor

    def pressure_ratios(self, z_m: float) -> tuple[float, float, float]:
        """Return lowest, own (1) and highest peak pressure at a height over the own one, over what is not known of area and terrain.

        Terrain of the coast is left out: whoever builds at the sea knows it.
        """
        areas = (self.area,) if self.area_known else get_args(WindArea)
        terrains: tuple[Terrain, ...] = (self.terrain,) if self.terrain_known else ("open", "built_up", self.terrain)
        if self.area_known and self.terrain_known:
            return 1.0, 1.0, 1.0
        velocities = np.array([wind_area_row(area).v_b0_m_per_s * self.velocity_factor for area in areas])[:, np.newaxis]
        grounds = [terrain_row(terrain) for terrain in terrains]
        z0, z_min = np.array([row.z0_m for row in grounds]), np.array([row.z_min_m for row in grounds])
        possible = peak_pressure_kn_per_m2(z_m, velocities, z0, z_min) / self.peak_pressure_kn_per_m2(z_m)
        return min(1.0, float(possible.min())), 1.0, max(1.0, float(possible.max()))

    def peak_pressure_kn_per_m2(self, z_m: float | FloatArray) -> FloatArray:
        """Return q_p at a height above ground."""
        ground = terrain_row(self.terrain)
        return peak_pressure_kn_per_m2(z_m, self.v_b_m_per_s, ground.z0_m, ground.z_min_m)

    def facade_forces(
        self, h_m: float | FloatArray, b_m: float, d_m: float, above_m: float | FloatArray = 0.0
    ) -> tuple[FloatArray, FloatArray]:
        """Return shear (kN) and moment (kNm) per m of facade of a block h high, b wide across the wind, d deep, at a height."""
        ground = terrain_row(self.terrain)
        return facade_forces(h_m, b_m, d_m, self.v_b_m_per_s, ground.z0_m, ground.z_min_m, above_m)


@dataclass(frozen=True, slots=True)
class BlockWind:
    """Wind on the block; pairs are before and after."""

    site: WindSite
    length_m: float
    depth_m: float
    heights_m: tuple[float, float]
    """Roof above ground."""
    peak_pressures_kn_per_m2: FloatArray
    shears_kn_per_m: FloatArray
    """Base shear per m of facade."""
    moments_knm_per_m: FloatArray
    """Base moment per m of facade."""
    shear_ratio: float
    moment_ratio: float
    longitudinal_shear_ratio: float
    longitudinal_moment_ratio: float
    pressure_ratio: tuple[float, float, float]
    """Low, nominal (1) and high peak pressure at the new roof, over what is not known of the site."""
    wall_ends_kn_per_m: FloatArray
    """Wind at the ends of n lines at m levels, before and after: shape (2, n, m)."""


def wind_site(host: HostBuilding, choices: LoadAssumptions, velocity_factor: float = 1.0) -> WindSite:
    """Return the wind area and terrain of a host: known, else as the assumption set says; c_prob for another period than 50 years."""
    area = wind_area_of(_known(host, "/site/municipality"), _known(host, "/site/province"))
    terrain = _known(host, "/site/terrain")
    known_terrain = terrain in get_args(Terrain)
    return WindSite(
        area=area or choices.wind_area_unknown,
        terrain=cast("Terrain", terrain) if known_terrain else choices.terrain_unknown,
        area_known=area is not None,
        terrain_known=known_terrain,
        velocity_factor=velocity_factor,
    )


def block_wind(
    host: HostBuilding, layout: Layout, lines: Sequence[BearingLine], choices: LoadAssumptions, velocity_factor: float = 1.0
) -> BlockWind | None:
    """Return the wind on the block before and after; None where the height above ground is not known."""
    if host.ground_z_mm is None or host.roof_z_mm <= host.ground_z_mm:
        return None
    site = wind_site(host, choices, velocity_factor)
    low_u, low_v, high_u, high_v = host.roof_outline_mm.bounds
    length_m, depth_m = (high_u - low_u) / 1000.0, (high_v - low_v) / 1000.0
    top_mm = max((m.z_mm + m.height_mm for m in layout.modules), default=host.roof_z_mm)
    heights = ((host.roof_z_mm - host.ground_z_mm) / 1000.0, (max(top_mm, host.roof_z_mm) - host.ground_z_mm) / 1000.0)
    both = np.array(heights)
    shears, moments = site.facade_forces(both, length_m, depth_m)
    along_shears, along_moments = site.facade_forces(both, depth_m, length_m)
    levels = np.array([0.0, *((storey.floor_z_mm - host.ground_z_mm) / 1000.0 for storey in host.storeys)])
    _, at_levels = site.facade_forces(both[:, np.newaxis], length_m, depth_m, np.maximum(levels, 0.0))
    tributary = tributary_m(host, lines)
    wall_length = np.array([line.length_m for line in lines])
    ends = wall_end_kn_per_m(at_levels[:, np.newaxis, :], tributary[:, np.newaxis], wall_length[:, np.newaxis])
    return BlockWind(
        site=site,
        length_m=length_m,
        depth_m=depth_m,
        heights_m=heights,
        peak_pressures_kn_per_m2=site.peak_pressure_kn_per_m2(both),
        shears_kn_per_m=shears,
        moments_knm_per_m=moments,
        shear_ratio=float(shears[1] / shears[0]),
        moment_ratio=float(moments[1] / moments[0]),
        longitudinal_shear_ratio=float(along_shears[1] / along_shears[0]),
        longitudinal_moment_ratio=float(along_moments[1] / along_moments[0]),
        pressure_ratio=site.pressure_ratios(heights[1]),
        wall_ends_kn_per_m=ends,
    )


def _known(host: HostBuilding, pointer: str) -> str | None:
    fact = host.facts.get(pointer)
    return None if fact is None or fact.value is None else str(fact.value)
