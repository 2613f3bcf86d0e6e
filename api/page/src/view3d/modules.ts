/** The modules: bodies with a colour each, crisp edges, windows and doors with their frames, the roof covering of the topmost ones. */
import {
  BufferAttribute, CanvasTexture, Color, DoubleSide, type InstancedMesh, type LineSegments, Matrix4, Mesh, MeshLambertMaterial, Quaternion, RepeatWrapping, Vector3,
} from "three";

import type { LiveModule, LiveType } from "../configure/live_view.ts";
import { boxEdges, type BoxSpec, boxMatrix, instances, lines, positions } from "./shapes.ts";
import { DOOR, FRAME, GLASS, MEMBRANE, UNKNOWN } from "./tones.ts";

export type Types = Readonly<Record<string, LiveType>>;

const UP = new Vector3(0, 1, 0);
/** A window lies this far in front of its wall, and its frame a little further. */
const PROUD_M = 0.02;
const FRAME_PROUD_M = 0.03;
const COVERING_M = 0.06;
const INSET_M = 0.1;

function placed(module: LiveModule, scale: Vector3): Matrix4 {
  const [u, v, z] = module.at_m;
  return new Matrix4().compose(new Vector3(u, z, -v), new Quaternion().setFromAxisAngle(UP, (module.quarter * Math.PI) / 2), scale);
}

function bodyMatrix(module: LiveModule, types: Types): Matrix4 {
  const [length, width, height] = types[module.type]?.size_m ?? [1, 1, 1];
  return placed(module, new Vector3(length, height, width));
}

/** The hatch of what nobody knows. */
function hatch(): CanvasTexture {
  const [canvas, size] = [document.createElement("canvas"), 32];
  canvas.width = canvas.height = size;
  const paper = canvas.getContext("2d");
  if (paper !== null) {
    paper.fillStyle = "#fffdf8";
    paper.fillRect(0, 0, size, size);
    paper.strokeStyle = UNKNOWN;
    paper.lineWidth = 5;
    for (const at of [-size, 0, size]) {
      paper.beginPath();
      paper.moveTo(at, size);
      paper.lineTo(at + size, 0);
      paper.stroke();
    }
  }
  const texture = new CanvasTexture(canvas);
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.repeat.set(6, 4);
  return texture;
}

/** The bodies of modules with a known colour, or hatched where it is null; `behind` says which module an instance is. */
export function moduleBodies(modules: readonly LiveModule[], types: Types, colour: (module: LiveModule) => string | null): readonly { mesh: InstancedMesh; behind: readonly LiveModule[] }[] {
  const known = modules.filter((module) => colour(module) !== null);
  const unknown = modules.filter((module) => colour(module) === null);
  const made = (some: readonly LiveModule[], material: MeshLambertMaterial): { mesh: InstancedMesh; behind: readonly LiveModule[] } => {
    const mesh = instances(some.map((module) => ({ matrix: bodyMatrix(module, types), colour: colour(module) ?? "#ffffff" })), material);
    mesh.castShadow = mesh.receiveShadow = true;
    return { mesh, behind: some };
  };
  const offset = { side: DoubleSide, polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 };
  const groups = [made(known, new MeshLambertMaterial({ color: "#ffffff", ...offset }))];
  if (unknown.length > 0) groups.push(made(unknown, new MeshLambertMaterial({ map: hatch(), ...offset })));
  return groups;
}

export function moduleEdges(modules: readonly LiveModule[], types: Types, colour: string): LineSegments {
  return boxEdges(modules.map((module) => bodyMatrix(module, types)), colour, 0.75);
}

type Corner = readonly [number, number, number];

/** The corners of an opening before the outer face of its side, in the module's own frame with y up. */
function openingCorners(type: LiveType, opening: LiveType["openings"][number], proud: number): readonly Corner[] {
  const [length, width] = type.size_m;
  const [a, b, low, high] = [opening.start_m, opening.start_m + opening.width_m, opening.z_m, opening.z_m + opening.height_m];
  const at = (along: number, z: number): Corner => {
    if (opening.side === "end_a") return [-proud, z, -along];
    if (opening.side === "end_b") return [length + proud, z, -along];
    return [along, z, opening.side === "long_a" ? proud : -width - proud];
  };
  return [at(a, low), at(b, low), at(b, high), at(a, high)];
}

/** Windows and doors of all modules: one mesh of flat faces, and their frames as lines. */
export function openings(modules: readonly LiveModule[], types: Types): readonly [Mesh, LineSegments] {
  const [points, tints, frames]: [number[], number[], number[]] = [[], [], []];
  for (const module of modules) {
    const type = types[module.type];
    if (type === undefined) continue;
    const matrix = placed(module, new Vector3(1, 1, 1));
    const world = (corner: Corner): number[] => new Vector3(...corner).applyMatrix4(matrix).toArray();
    for (const opening of type.openings) {
      const face = openingCorners(type, opening, PROUD_M).map(world);
      const frame = openingCorners(type, opening, FRAME_PROUD_M).map(world);
      const tint = new Color(opening.kind === "door" ? DOOR : GLASS);
      for (const i of [0, 1, 2, 0, 2, 3]) {
        points.push(...(face[i] as number[]));
        tints.push(tint.r, tint.g, tint.b);
      }
      for (const i of [0, 1, 1, 2, 2, 3, 3, 0]) frames.push(...(frame[i] as number[]));
    }
  }
  const geometry = positions(points);
  geometry.setAttribute("color", new BufferAttribute(new Float32Array(tints), 3));
  geometry.computeVertexNormals();
  return [new Mesh(geometry, new MeshLambertMaterial({ vertexColors: true, side: DoubleSide })), lines(frames, FRAME)];
}

/** The roof covering of the topmost modules: a thin sheet within their upper edges. */
export function coverings(modules: readonly LiveModule[], types: Types): readonly [InstancedMesh, LineSegments] {
  const sheets = modules.filter((module) => types[module.type]?.topmost === true).map((module): BoxSpec => {
    const [length, width, height] = types[module.type]?.size_m ?? [0, 0, 0];
    const [u, v, z] = module.at_m;
    const [du, dv] = module.quarter % 2 === 0 ? [length, width] : [width, length];
    const low = { 0: [u, v], 1: [u - width, v], 2: [u - length, v - width], 3: [u, v - length] }[module.quarter] as [number, number];
    return { low: [low[0] + INSET_M, low[1] + INSET_M, z + height], size: [du - 2 * INSET_M, dv - 2 * INSET_M, COVERING_M], colour: MEMBRANE };
  });
  const matrices = sheets.map(boxMatrix);
  const mesh = instances(matrices.map((matrix) => ({ matrix, colour: MEMBRANE })), new MeshLambertMaterial({ color: "#ffffff" }));
  mesh.receiveShadow = true;
  return [mesh, boxEdges(matrices, FRAME, 0.35)];
}
