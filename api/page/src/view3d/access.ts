/** How homes are reached: galleries as slabs with a balustrade, stair cores as light bodies with their flights drawn on them. */
import { MeshLambertMaterial, type Object3D } from "three";

import type { LiveAccess, LiveView, LiveWing } from "../configure/live_view.ts";
import { boxEdges, type BoxSpec, boxes, boxMatrix, lines } from "./shapes.ts";
import { CONCRETE, FRAME, RAILING } from "./tones.ts";

const SLAB_M = 0.2;
const RAIL_M = 1.2; // as the engine makes them (`configurator/parts/access.py`)
const PROUD_M = 0.02;
const TREADS = 9;

interface Parts {
  readonly solid: BoxSpec[];
  readonly railing: BoxSpec[];
  readonly flights: number[];
}

function gallery(item: LiveAccess, middle: number, parts: Parts): void {
  const [length, depth] = [item.high_m[0] - item.low_m[0], item.high_m[1] - item.low_m[1]];
  const outer = (item.low_m[1] + item.high_m[1]) / 2 < middle ? item.low_m[1] : item.high_m[1] - 0.04;
  const [u, v] = item.low_m;
  parts.solid.push({ low: [u, v, item.z_m], size: [length, depth, SLAB_M], colour: CONCRETE });
  parts.solid.push({ low: [u, outer, item.z_m + SLAB_M + RAIL_M - 0.05], size: [length, 0.05, 0.05], colour: RAILING });
  parts.railing.push({ low: [u, outer + 0.01, item.z_m + SLAB_M + 0.08], size: [length, 0.02, RAIL_M - 0.13], colour: RAILING });
}

/** The steps of one flight up to the next floor, on both long faces of a core. */
function flight(item: LiveAccess, height: number): number[] {
  const [u0, u1] = [item.low_m[0] + 0.35, item.high_m[0] - 0.35];
  const points: number[] = [];
  for (const v of [item.low_m[1] - PROUD_M, item.high_m[1] + PROUD_M]) {
    const at = (i: number): readonly [number, number] => [u0 + ((u1 - u0) * i) / TREADS, item.z_m + 0.15 + ((height - 0.5) * i) / TREADS];
    for (let i = 0; i < TREADS; i += 1) {
      const [[u, z], [nu, nz]] = [at(i), at(i + 1)];
      points.push(u, z, -v, u, nz, -v, u, nz, -v, nu, nz, -v);
    }
  }
  return points;
}

export function accessParts(wing: LiveWing, view: LiveView, storey: number | null): Object3D[] {
  const height = Math.max(...Object.values(view.types).map((type) => type.size_m[2]), 3);
  const across = wing.outline_m.map((point) => point[1]);
  const middle = (Math.min(...across) + Math.max(...across)) / 2;
  const parts: Parts = { solid: [], railing: [], flights: [] };
  for (const item of wing.access.filter((one) => storey === null || one.storey <= storey)) {
    if (item.kind === "gallery") {
      gallery(item, middle, parts);
      continue;
    }
    const size = [item.high_m[0] - item.low_m[0], item.high_m[1] - item.low_m[1], height] as const;
    parts.solid.push({ low: [item.low_m[0], item.low_m[1], item.z_m], size, colour: CONCRETE });
    parts.flights.push(...flight(item, height));
  }
  const offset = { polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 };
  const solid = boxes(parts.solid, new MeshLambertMaterial({ color: "#ffffff", ...offset }));
  solid.castShadow = solid.receiveShadow = true;
  const railing = boxes(parts.railing, new MeshLambertMaterial({ color: "#ffffff", transparent: true, opacity: 0.24, depthWrite: false }));
  return [solid, railing, boxEdges(parts.solid.map(boxMatrix), FRAME, 0.4), lines(parts.flights, FRAME, 0.6)];
}
