/** The whole model of one configuration as three.js objects, and what lies behind each thing that can be clicked. */
import {
  CircleGeometry, Color, DoubleSide, Float32BufferAttribute, Group, type InstancedMesh, LineBasicMaterial, Mesh, MeshBasicMaterial, MeshLambertMaterial,
  type Object3D, ShadowMaterial, Shape, ShapeGeometry, SphereGeometry, CylinderGeometry,
} from "three";

import { BANDS, DWELLINGS, STOREYS, TIMBER, worse } from "../configure/colours.ts";
import type { Selection } from "../configure/inspector.ts";
import type { Band, LiveModule, LiveView, LiveWing, Place } from "../configure/live_view.ts";
import { type BoxSpec, boxes, moduleBoxes, moduleEdges, openingFaces, outlineLines, prism, wallBoxes } from "./shapes.ts";

export type ColourBy = "material" | "dwelling" | "band" | "storey";

export interface Look {
  readonly colourBy: ColourBy;
  /** Modules up to this storey are shown; null is all. */
  readonly storey: number | null;
  readonly dark: boolean;
  readonly selected: Selection;
}

export interface Built {
  readonly root: Group;
  /** What was clicked, by mesh and number of the instance. */
  readonly behind: ReadonlyMap<Object3D, readonly NonNullable<Selection>[]>;
}

const PERSON_M = 1.75;

interface Tones {
  readonly existing: string;
  readonly line: string;
  readonly wall: string;
  readonly assumed: string;
  readonly obstacle: string;
  readonly ground: string;
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
}

export function tones(dark: boolean): Tones {
  return dark
    ? { existing: "#8d887f", line: "#d8d2c6", wall: "#a9a398", assumed: "#c87a5a", obstacle: "#5c5955", ground: "#20251f", paper: "#121513", ink: "#e8ebe6", accent: "#6cc5a1" }
    : { existing: "#b9b4ab", line: "#5b5347", wall: "#8d887f", assumed: "#c87a5a", obstacle: "#3e3c3a", ground: "#ece7dd", paper: "#f7f5f1", ink: "#17211b", accent: "#0b6e4f" };
}

/** The worst band of the lines that carry a module: those within its width. */
function moduleBands(view: LiveView): ReadonlyMap<string, Band> {
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

function moduleColours(view: LiveView, look: Look, accent: string): (module: LiveModule) => string {
  const types = Object.keys(view.concept.dwelling_types);
  const dwellings = new Map(view.dwellings.map((dwelling) => [dwelling.id, types.indexOf(dwelling.type)]));
  const bands = moduleBands(view);
  const lowest = Math.min(...view.wings.flatMap((wing) => wing.modules.map((module) => module.storey)));
  return (module) => {
    if (look.selected?.kind === "module" && look.selected.id === module.id) return accent;
    if (look.colourBy === "dwelling") return DWELLINGS[Math.max(dwellings.get(module.dwelling) ?? 0, 0) % DWELLINGS.length] ?? TIMBER;
    if (look.colourBy === "band") return BANDS[bands.get(module.id) ?? "A"];
    if (look.colourBy === "storey") return STOREYS[(module.storey - lowest) % STOREYS.length] ?? TIMBER;
    return TIMBER;
  };
}

function existing(wing: LiveWing, tone: Tones): Object3D[] {
  const mass = new MeshLambertMaterial({ color: tone.existing, transparent: true, opacity: 0.38, depthWrite: false });
  const roof = new MeshLambertMaterial({ color: tone.existing });
  const lines = new LineBasicMaterial({ color: tone.line, transparent: true, opacity: 0.5 });
  const block = prism(wing.outline_m, wing.holes_m, wing.foot_z_m, wing.roof_z_m - 0.2, mass);
  const slab = prism(wing.outline_m, wing.holes_m, wing.roof_z_m - 0.2, wing.roof_z_m, roof);
  block.castShadow = slab.receiveShadow = slab.castShadow = true;
  block.renderOrder = 1;
  const heights = [...new Set([wing.foot_z_m, ...wing.storeys.map(([floor]) => floor), wing.roof_z_m])];
  return [block, slab, outlineLines(wing.outline_m, heights, lines)];
}

function obstacles(wing: LiveWing, tone: Tones): Object3D[] {
  const material = new MeshLambertMaterial({ color: tone.obstacle });
  return wing.obstacles.map((item) => {
    const mesh = prism(item.outline_m, [], wing.roof_z_m, wing.roof_z_m + item.height_m, material);
    mesh.castShadow = true;
    return mesh;
  });
}

/** Galleries as a slab with a railing on the outside, stair cores as a box. */
function accessBoxes(wing: LiveWing, view: LiveView, storey: number | null): BoxSpec[] {
  const height = Math.max(...Object.values(view.types).map((type) => type.size_m[2]), 3);
  const middle = (Math.min(...wing.outline_m.map((p) => p[1])) + Math.max(...wing.outline_m.map((p) => p[1]))) / 2;
  return wing.access.filter((item) => storey === null || item.storey <= storey).flatMap((item): BoxSpec[] => {
    const size = [item.high_m[0] - item.low_m[0], item.high_m[1] - item.low_m[1]] as const;
    if (item.kind === "core") return [{ low: [item.low_m[0], item.low_m[1], item.z_m], size: [size[0], size[1], height], colour: "#d8d8d2" }];
    const outer = (item.low_m[1] + item.high_m[1]) / 2 < middle ? item.low_m[1] : item.high_m[1] - 0.05;
    return [
      { low: [item.low_m[0], item.low_m[1], item.z_m], size: [size[0], size[1], 0.2], colour: "#d8d8d2" },
      { low: [item.low_m[0], outer, item.z_m + 1.15], size: [size[0], 0.05, 0.05], colour: "#555f5b" },
      { low: [item.low_m[0], outer, item.z_m + 0.65], size: [size[0], 0.03, 0.03], colour: "#555f5b" },
    ];
  });
}

/** The roof covering of the topmost modules, a thin sheet inside their upper edges. */
function roofBoxes(modules: readonly LiveModule[], view: LiveView): BoxSpec[] {
  return modules.filter((module) => view.types[module.type]?.topmost === true).map((module) => {
    const [length, width, height] = view.types[module.type]?.size_m ?? [0, 0, 0];
    const [u, v, z] = module.at_m;
    const [du, dv] = module.quarter % 2 === 0 ? [length, width] : [width, length];
    const low = { 0: [u, v], 1: [u - width, v], 2: [u - length, v - width], 3: [u, v - length] }[module.quarter] as [number, number];
    return { low: [low[0] + 0.12, low[1] + 0.12, z + height], size: [du - 0.24, dv - 0.24, 0.04], colour: "#7b7f77" };
  });
}

function wingGroup(wing: LiveWing, view: LiveView, look: Look, tone: Tones, behind: Map<Object3D, readonly NonNullable<Selection>[]>): Group {
  const group = new Group();
  group.position.set(wing.at_m[0], 0, -wing.at_m[1]);
  group.rotation.y = Math.atan2(wing.axis[1], wing.axis[0]);
  const bands = new Map(view.loads.map((load) => [load.id, load.band]));
  const wallColour = (id: string, assumed: boolean): string => {
    if (look.selected?.kind === "line" && look.selected.id === id) return tone.accent;
    const band = bands.get(id);
    if (look.colourBy === "band" && band !== undefined) return BANDS[band];
    return assumed ? tone.assumed : tone.wall;
  };
  const modules = wing.modules.filter((module) => look.storey === null || module.storey <= look.storey);
  const roofs = boxes(roofBoxes(modules, view), new MeshLambertMaterial({ color: "#ffffff" }));
  roofs.receiveShadow = true;
  const placed = moduleBoxes(modules, view.types, moduleColours(view, look, tone.accent));
  const walls: InstancedMesh = boxes(wallBoxes(wing, wallColour), new MeshLambertMaterial({ color: "#ffffff", transparent: true, opacity: 0.55 }));
  const access = boxes(accessBoxes(wing, view, look.storey), new MeshLambertMaterial({ color: "#ffffff" }));
  access.castShadow = access.receiveShadow = true;
  behind.set(placed, modules.map((module) => ({ kind: "module", id: module.id })));
  behind.set(walls, wing.lines.map((line) => ({ kind: "line", id: line.id })));
  group.add(...existing(wing, tone), ...obstacles(wing, tone), walls, access, placed, roofs);
  group.add(moduleEdges(modules, view.types, tone.line), openingFaces(modules, view.types, { glass: "#8fb5c7", door: "#0b6e4f" }));
  return group;
}

/** The ground: a disc that fades into the paper, and the shadow on it. */
function ground(centre: Place, radius: number, z: number, tone: Tones): Object3D[] {
  const disc = new CircleGeometry(radius, 96);
  const [inner, outer] = [new Color(tone.ground), new Color(tone.paper)];
  const colours = Array.from({ length: disc.attributes["position"]?.count ?? 0 }, (_, i) => (i === 0 ? inner : outer)).flatMap((c) => [c.r, c.g, c.b]);
  disc.setAttribute("color", new Float32BufferAttribute(colours, 3));
  const floor = new Mesh(disc, new MeshBasicMaterial({ vertexColors: true }));
  const shade = new Mesh(new CircleGeometry(radius, 48), new ShadowMaterial({ opacity: 0.12 }));
  shade.receiveShadow = true;
  for (const [mesh, lift] of [[floor, -0.06], [shade, -0.03]] as const) {
    mesh.rotation.x = -Math.PI / 2;
    mesh.position.set(centre[0], z + lift, -centre[1]);
  }
  return [floor, shade];
}

function person(at: Place, colour: string): Group {
  const material = new MeshLambertMaterial({ color: colour });
  const body = new Mesh(new CylinderGeometry(0.16, 0.22, PERSON_M - 0.3, 12), material);
  const head = new Mesh(new SphereGeometry(0.13, 16, 12), material);
  body.position.y = (PERSON_M - 0.3) / 2;
  head.position.y = PERSON_M - 0.13;
  const group = new Group();
  group.add(body, head);
  group.position.set(at[0], at[2], -at[1]);
  return group;
}

/** A north arrow that lies on the ground: `angle` is north against the u axis, counter-clockwise. */
function northArrow(at: Place, angle: number, colour: string): Mesh {
  const shape = new Shape().moveTo(0, 3).lineTo(-1, -1).lineTo(0, -0.3).lineTo(1, -1).closePath();
  const mesh = new Mesh(new ShapeGeometry(shape), new MeshBasicMaterial({ color: colour, side: DoubleSide }));
  mesh.rotation.set(-Math.PI / 2, 0, (angle * Math.PI) / 180 - Math.PI / 2);
  mesh.position.set(at[0], at[2] + 0.02, -at[1]);
  return mesh;
}

/** What all wings cover in the frame of the first, with the lowest and the highest point. */
export function extentOf(view: LiveView): { readonly low: Place; readonly high: Place } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const wing of view.wings) {
    const top = Math.max(wing.roof_z_m, ...wing.modules.map((module) => module.at_m[2] + (view.types[module.type]?.size_m[2] ?? 0)));
    for (const [u, v] of wing.outline_m) {
      const at = [wing.at_m[0] + wing.axis[0] * u - wing.axis[1] * v, wing.at_m[1] + wing.axis[1] * u + wing.axis[0] * v];
      for (const i of [0, 1] as const) {
        low[i] = Math.min(low[i] as number, at[i] as number);
        high[i] = Math.max(high[i] as number, at[i] as number);
      }
    }
    low[2] = Math.min(low[2] as number, wing.foot_z_m);
    high[2] = Math.max(high[2] as number, top);
  }
  return { low: low as unknown as Place, high: high as unknown as Place };
}

/** Where the letter beside the north arrow stands. */
export function northPlace(view: LiveView): Place {
  const { low } = extentOf(view);
  return [low[0] + 1.5, low[1] - 6, low[2]];
}

export function buildModel(view: LiveView, look: Look): Built {
  const tone = tones(look.dark);
  const root = new Group();
  const behind = new Map<Object3D, readonly NonNullable<Selection>[]>();
  for (const wing of view.wings) root.add(wingGroup(wing, view, look, tone, behind));
  const { low, high } = extentOf(view);
  const centre: Place = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]];
  root.add(...ground(centre, Math.hypot(high[0] - low[0], high[1] - low[1]) * 0.95, low[2], tone));
  root.add(person([low[0] + 0.62 * (high[0] - low[0]), low[1] - 3.5, low[2]], tone.ink));
  if (view.north_deg !== null) root.add(northArrow(northPlace(view), view.north_deg, tone.ink));
  return { root, behind };
}

/** Free what a model holds on the graphics card. */
export function dispose(root: Object3D): void {
  root.traverse((item) => {
    const held = item as Partial<Mesh>;
    if (held.geometry !== undefined && !(item as Partial<InstancedMesh>).isInstancedMesh) held.geometry.dispose();
    if ((item as Partial<InstancedMesh>).isInstancedMesh) (item as InstancedMesh).dispose();
    for (const material of Array.isArray(held.material) ? held.material : [held.material]) material?.dispose();
  });
}
