/** The whole model of one configuration as three.js objects, and what lies behind each thing that can be clicked. */
import { Group, type InstancedMesh, type Mesh, type MeshLambertMaterial, type Object3D } from "three";

import { DWELLINGS, STOREYS, TIMBER, worse } from "../configure/colours.ts";
import type { Selection } from "../configure/inspector.ts";
import type { Band, LiveModule, LiveView, LiveWing, Place } from "../configure/live_view.ts";
import { accessParts } from "./access.ts";
import { edgeMark, existingBlock, obstacles } from "./block.ts";
import { ground, neighbours, northArrow, people } from "./context.ts";
import { centreOf, extentOf, northPlace } from "./extent.ts";
import type { Look } from "./look.ts";
import { coverings, moduleBodies, moduleEdges, openings } from "./modules.ts";
import type { Pin } from "./pins.ts";
import { type Tones, tones } from "./tones.ts";

/** Letters stand so far under the edge of the roof. */
const UNDER_ROOF_M = 1.4;

export interface Built {
  readonly root: Group;
  /** What was clicked, by mesh and number of the instance. */
  readonly behind: ReadonlyMap<Object3D, readonly NonNullable<Selection>[]>;
  /** What only a section shows. */
  readonly inside: readonly Object3D[];
  /** What a section cuts: the building itself. */
  readonly wings: readonly Group[];
}

/** The worst band of the lines that carry a module: those within its width. */
export function moduleBands(view: LiveView): ReadonlyMap<string, Band> {
  const bands = new Map(view.loads.map((load) => [load.id, load.band]));
  const found = new Map<string, Band>();
  for (const wing of view.wings) {
    for (const module of wing.modules) {
      const [low, high] = spanAlong(module, view);
      const under = wing.lines.filter((line) => line.x_m > low - 0.3 && line.x_m < high + 0.3);
      const band = under.map((line) => bands.get(line.id)).reduce(worse, undefined);
      if (band !== undefined) found.set(module.id, band);
    }
  }
  return found;
}

function spanAlong(module: LiveModule, view: LiveView): readonly [number, number] {
  const [length, width] = view.types[module.type]?.size_m ?? [0, 0];
  const u = module.at_m[0];
  const reach = { 0: length, 1: -width, 2: -length, 3: width }[module.quarter];
  return reach < 0 ? [u + reach, u] : [u, u + reach];
}

/** The colour of a module; null where what it stands for is unknown. */
function moduleColours(view: LiveView, look: Look, tone: Tones): (module: LiveModule) => string | null {
  const types = Object.keys(view.concept.dwelling_types);
  const dwellings = new Map(view.dwellings.map((dwelling) => [dwelling.id, types.indexOf(dwelling.type)]));
  const bands = look.colourBy === "band" ? moduleBands(view) : new Map<string, Band>();
  const lowest = Math.min(...view.wings.flatMap((wing) => wing.modules.map((module) => module.storey)));
  return (module) => {
    if (look.selected?.kind === "module" && look.selected.id === module.id) return tone.accent;
    if (look.colourBy === "dwelling") return DWELLINGS[Math.max(dwellings.get(module.dwelling) ?? 0, 0) % DWELLINGS.length] ?? TIMBER;
    if (look.colourBy === "band") {
      return bands.has(module.id) ? tone.paper : null; // the class belongs to the wall; a module on walls without one is hatched
    }
    if (look.colourBy === "storey") return STOREYS[(module.storey - lowest) % STOREYS.length] ?? TIMBER;
    return TIMBER;
  };
}

interface Making {
  readonly view: LiveView;
  readonly look: Look;
  readonly tone: Tones;
  readonly behind: Map<Object3D, readonly NonNullable<Selection>[]>;
  readonly inside: Object3D[];
}

function wingGroup(wing: LiveWing, { view, look, tone, behind, inside }: Making): Group {
  const group = new Group();
  group.position.set(wing.at_m[0], 0, -wing.at_m[1]);
  group.rotation.y = Math.atan2(wing.axis[1], wing.axis[0]);
  const modules = wing.modules.filter((module) => look.storey === null || module.storey <= look.storey);
  const block = existingBlock(wing, view, look, tone);
  const bodies = moduleBodies(modules, view.types, moduleColours(view, look, tone));
  for (const { mesh, behind: some } of bodies) behind.set(mesh, some.map((module) => ({ kind: "module", id: module.id })));
  behind.set(block.walls, wing.lines.map((line) => ({ kind: "line", id: line.id })));
  inside.push(...block.inside);
  group.add(...block.shown, ...block.inside, block.walls, ...obstacles(wing, tone), ...accessParts(wing, view, look.storey));
  const mark = edgeMark(wing, wing === view.wings[0] ? look.edge : null, tone);
  group.add(...mark, ...bodies.map(({ mesh }) => mesh), moduleEdges(modules, view.types, tone.edge), ...openings(modules, view.types), ...coverings(modules, view.types));
  return group;
}

/** The class of every wall on its head, at the near end of it under the roof edge. */
export function wallLetters(view: LiveView): readonly Pin[] {
  const bands = new Map(view.loads.map((load) => [load.id, load.band]));
  return view.wings.flatMap((wing) => wing.lines.flatMap((line): Pin[] => {
    const [u, v] = [line.x_m, line.start_m];
    const [along, across] = wing.axis;
    const band = bands.get(line.id);
    const at_m: Place = [wing.at_m[0] + u * along - v * across, wing.at_m[1] + u * across + v * along, wing.roof_z_m - UNDER_ROOF_M];
    return band === undefined ? [] : [{ number: null, at_m, text: band, status: band }];
  }));
}

/** How far the ground reaches: round the block, and round what stands about it. */
function reachOf(view: LiveView, look: Look, centre: Place): number {
  const { low, high } = extentOf(view);
  const own = Math.hypot(high[0] - low[0], high[1] - low[1]) * 1.1;
  return Math.max(own, ...look.around.flatMap((mass) => mass.outline_m.map(([u, v]) => Math.hypot(u - centre[0], v - centre[1]) * 1.25)));
}

export function buildModel(view: LiveView, look: Look): Built {
  const tone = tones(look.dark);
  const root = new Group();
  const making: Making = { view, look, tone, behind: new Map(), inside: [] };
  const wings = view.wings.map((wing) => wingGroup(wing, making));
  root.add(...wings);
  const { low, high } = extentOf(view);
  const centre = centreOf({ low, high });
  const along = (share: number): number => low[0] + share * (high[0] - low[0]);
  root.add(...ground(centre, reachOf(view, look, centre), low[2], tone), ...neighbours(look.around, low[2], tone));
  root.add(...people([{ at: [along(0.6), low[1] - 4, low[2]], tall_m: 1.78 }, { at: [along(0.6) + 0.9, low[1] - 4.3, low[2]], tall_m: 1.66 }, { at: [along(0.24), low[1] - 2.6, low[2]], tall_m: 1.72 }], tone.ink));
  if (view.north_deg !== null) root.add(...northArrow(northPlace(view), view.north_deg, tone.ink));
  return { root, behind: making.behind, inside: making.inside, wings };
}

/** Free what a model holds on the graphics card. */
export function dispose(root: Object3D): void {
  root.traverse((item) => {
    const held = item as Partial<Mesh>;
    if (held.geometry !== undefined && !(item as Partial<InstancedMesh>).isInstancedMesh) held.geometry.dispose();
    if ((item as Partial<InstancedMesh>).isInstancedMesh) (item as InstancedMesh).dispose();
    for (const material of Array.isArray(held.material) ? held.material : [held.material]) {
      (material as Partial<MeshLambertMaterial> | undefined)?.map?.dispose();
      material?.dispose();
    }
  });
}
