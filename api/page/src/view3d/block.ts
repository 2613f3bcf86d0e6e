/** The existing block: a closed calm mass with its storeys and the heads of its bearing walls; see-through where the walls matter. */
import { DoubleSide, type InstancedMesh, MeshBasicMaterial, MeshLambertMaterial, type Object3D } from "three";

import { bandColours } from "../configure/colours.ts";
import type { LiveView, LiveWing, Point } from "../configure/live_view.ts";
import type { Look } from "./look.ts";
import { boxEdges, boxMatrix, type BoxSpec, boxes, lines, outlinePoints, prism } from "./shapes.ts";
import type { Tones } from "./tones.ts";

const ROOF_M = 0.25;
const FLOOR_M = 0.2;
/** A wall's head stands this far out of the facade, so that it is seen there and can be clicked. */
const PROUD_M = 0.03;
const SEE_THROUGH = 0.26;
const KERB_M = 0.2;
/** A wall whose class is shown: seen through, since many stand behind each other; its edges are not. */
const WALL_THROUGH = 0.5;

export interface Block {
  readonly shown: readonly Object3D[];
  /** Floors that only a section shows. */
  readonly inside: readonly Object3D[];
  readonly walls: InstancedMesh;
}

/** Whether the walls inside are what is looked at. */
export function seesThrough(look: Look): boolean {
  return look.colourBy === "band" || look.selected?.kind === "line";
}

function mass(wing: LiveWing, look: Look, tone: Tones): Object3D[] {
  const open = seesThrough(look);
  const see = open ? { transparent: true, opacity: SEE_THROUGH, depthWrite: false } : {};
  const behindLines = { side: DoubleSide, polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 };
  const peil = Math.max(wing.storeys[0]?.[0] ?? wing.foot_z_m, wing.foot_z_m);
  const body = prism(wing.outline_m, wing.holes_m, peil, wing.roof_z_m - ROOF_M, new MeshLambertMaterial({ color: tone.existing, ...behindLines, ...see }));
  const roof = prism(wing.outline_m, wing.holes_m, wing.roof_z_m - ROOF_M, wing.roof_z_m, new MeshLambertMaterial({ color: tone.roof, ...behindLines }));
  const parts = [body, roof];
  if (peil > wing.foot_z_m + 0.05) {
    parts.push(prism(wing.outline_m, wing.holes_m, wing.foot_z_m, peil, new MeshLambertMaterial({ color: tone.plinth, ...behindLines, ...see })));
  }
  for (const part of parts) part.castShadow = part.receiveShadow = true;
  if (open) body.renderOrder = 1;
  return parts;
}

function floors(wing: LiveWing, tone: Tones): Object3D[] {
  const material = new MeshLambertMaterial({ color: tone.plinth });
  return wing.storeys.map(([floor]) => prism(wing.outline_m, wing.holes_m, floor - FLOOR_M, floor, material));
}

/** The bearing walls, a body each, from the storey where they begin up to the roof. */
function wallBoxes(wing: LiveWing, colour: (line: string, assumed: boolean) => string): BoxSpec[] {
  return wing.lines.map((line) => {
    const low = line.from_storey === 0 ? wing.foot_z_m : (wing.storeys[line.from_storey]?.[0] ?? 0);
    return {
      low: [line.x_m - line.thickness_m / 2, line.start_m - PROUD_M, low],
      size: [line.thickness_m, line.end_m - line.start_m + 2 * PROUD_M, wing.roof_z_m - ROOF_M - low],
      colour: colour(line.id, line.assumed),
    };
  });
}

export function existingBlock(wing: LiveWing, view: LiveView, look: Look, tone: Tones): Block {
  const open = seesThrough(look);
  const bands = new Map(view.loads.map((load) => [load.id, load.band]));
  const wallColour = (id: string, assumed: boolean): string => {
    if (look.selected?.kind === "line" && look.selected.id === id) return tone.accent;
    const band = bands.get(id);
    if (look.colourBy === "band" && band !== undefined) return bandColours(look.dark)[band];
    return assumed && open ? tone.assumed : tone.wall;
  };
  const placed = wallBoxes(wing, wallColour);
  const byClass = look.colourBy === "band";
  const walls = boxes(placed, new MeshLambertMaterial({ color: "#ffffff", ...(byClass ? { transparent: true, opacity: WALL_THROUGH, depthWrite: false } : {}) }));
  const classes = byClass ? [...new Set(placed.map((box) => box.colour))] : [];
  const edges = classes.map((colour) => boxEdges(placed.filter((box) => box.colour === colour).map(boxMatrix), colour, 1));
  const heights = [wing.foot_z_m, ...wing.storeys.map(([floor]) => floor), wing.roof_z_m - ROOF_M, wing.roof_z_m];
  const drawn = lines([...wing.holes_m, wing.outline_m].flatMap((outline) => outlinePoints(outline, [...new Set(heights)])), tone.line, open ? 0.45 : 0.6);
  const inside = floors(wing, tone);
  for (const floor of inside) floor.visible = false;
  return { shown: [...mass(wing, look, tone), drawn, ...edges], inside, walls };
}

/** A low kerb along the roof edge that is being set. */
export function edgeMark(wing: LiveWing, id: string | null, tone: Tones): Object3D[] {
  const edge = wing.edges.find((one) => one.id === id);
  if (edge === undefined) return [];
  const [[u0, v0], [u1, v1]] = [edge.start_m, edge.end_m];
  const long = Math.max(Math.hypot(u1 - u0, v1 - v0), 0.01);
  const [du, dv] = [(-(v1 - v0) / long) * KERB_M, ((u1 - u0) / long) * KERB_M];
  const outline: readonly Point[] = [[u0 - du, v0 - dv], [u1 - du, v1 - dv], [u1 + du, v1 + dv], [u0 + du, v0 + dv]];
  return [prism(outline, [], wing.roof_z_m, wing.roof_z_m + 2 * KERB_M, new MeshBasicMaterial({ color: tone.accent }))];
}

/** What stands on the roof; where nobody knows how high it is, it is seen through. */
export function obstacles(wing: LiveWing, tone: Tones): Object3D[] {
  return wing.obstacles.flatMap((item) => {
    const known = item.height_known ? {} : { transparent: true, opacity: 0.45 };
    const body = prism(item.outline_m, [], wing.roof_z_m, wing.roof_z_m + item.height_m, new MeshLambertMaterial({ color: tone.obstacle, ...known }));
    body.castShadow = true;
    return [body, lines(outlinePoints(item.outline_m, [wing.roof_z_m, wing.roof_z_m + item.height_m]), tone.edge, 0.8)];
  });
}
