/** Shapes of the model from the live view. three's axes: x along u, y up, z along minus v, as in the GLB. */
import {
  BoxGeometry, BufferAttribute, BufferGeometry, Color, ExtrudeGeometry, InstancedMesh, LineBasicMaterial, LineSegments, type Material, Matrix4, Mesh,
  MeshLambertMaterial, Path, Quaternion, Shape, Vector2, Vector3,
} from "three";

import type { LiveModule, LiveType, LiveWing, Place, Point } from "../configure/live_view.ts";

const UP = new Vector3(0, 1, 0);
/** A window lies this far in front of its wall, so that the wall does not shine through. */
const PROUD_M = 0.015;

/** A box from a corner: size along u, up and along v. */
export interface BoxSpec {
  readonly low: Place;
  readonly size: Place;
  readonly colour: string;
}

const UNIT = new BoxGeometry(1, 1, 1).translate(0.5, 0.5, -0.5);

/** Many boxes as one mesh; the number of an instance is the box's place in the list. */
export function boxes(specs: readonly BoxSpec[], material: Material): InstancedMesh {
  const mesh = new InstancedMesh(UNIT, material, Math.max(specs.length, 1));
  mesh.count = specs.length;
  specs.forEach((box, i) => {
    const [u, v, z] = box.low;
    mesh.setMatrixAt(i, new Matrix4().compose(new Vector3(u, z, -v), new Quaternion(), new Vector3(box.size[0], box.size[2], box.size[1])));
    mesh.setColorAt(i, new Color(box.colour));
  });
  mesh.frustumCulled = false;
  return mesh;
}

function moduleMatrix(module: LiveModule, scale: Vector3): Matrix4 {
  const [u, v, z] = module.at_m;
  const turn = new Quaternion().setFromAxisAngle(UP, (module.quarter * Math.PI) / 2);
  return new Matrix4().compose(new Vector3(u, z, -v), turn, scale);
}

/** The modules as one mesh, with a colour each. */
export function moduleBoxes(modules: readonly LiveModule[], types: Readonly<Record<string, LiveType>>, colour: (module: LiveModule) => string): InstancedMesh {
  const mesh = new InstancedMesh(UNIT, new MeshLambertMaterial({ color: "#ffffff" }), Math.max(modules.length, 1));
  mesh.count = modules.length;
  modules.forEach((module, i) => {
    const [length, width, height] = types[module.type]?.size_m ?? [1, 1, 1];
    mesh.setMatrixAt(i, moduleMatrix(module, new Vector3(length, height, width)));
    mesh.setColorAt(i, new Color(colour(module)));
  });
  mesh.frustumCulled = false;
  mesh.castShadow = mesh.receiveShadow = true;
  return mesh;
}

/** The edges of the modules as thin dark lines. */
export function moduleEdges(modules: readonly LiveModule[], types: Readonly<Record<string, LiveType>>, colour: string): LineSegments {
  const corners = [[0, 0, 0], [1, 0, 0], [1, 0, -1], [0, 0, -1], [0, 1, 0], [1, 1, 0], [1, 1, -1], [0, 1, -1]].map((c) => new Vector3(...(c as [number, number, number])));
  const pairs = [0, 1, 1, 2, 2, 3, 3, 0, 4, 5, 5, 6, 6, 7, 7, 4, 0, 4, 1, 5, 2, 6, 3, 7];
  const points: number[] = [];
  for (const module of modules) {
    const [length, width, height] = types[module.type]?.size_m ?? [1, 1, 1];
    const matrix = moduleMatrix(module, new Vector3(length, height, width));
    for (const i of pairs) points.push(...(corners[i] as Vector3).clone().applyMatrix4(matrix).toArray());
  }
  return new LineSegments(positions(points), new LineBasicMaterial({ color: colour, transparent: true, opacity: 0.6 }));
}

function positions(points: readonly number[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(points), 3));
  return geometry;
}

type Corner = readonly [number, number, number];

/** The corners of an opening on the outer face of its side, in the module's own frame with y up. */
function openingCorners(type: LiveType, opening: LiveType["openings"][number]): readonly Corner[] {
  const [length, width] = type.size_m;
  const [a, b, low, high] = [opening.start_m, opening.start_m + opening.width_m, opening.z_m, opening.z_m + opening.height_m];
  const at = (along: number, z: number): Corner => {
    if (opening.side === "end_a") return [-PROUD_M, z, -along];
    if (opening.side === "end_b") return [length + PROUD_M, z, -along];
    return [along, z, opening.side === "long_a" ? PROUD_M : -width - PROUD_M];
  };
  return [at(a, low), at(b, low), at(b, high), at(a, high)];
}

/** Windows and doors of all modules as one mesh of flat faces, seen from both sides. */
export function openingFaces(modules: readonly LiveModule[], types: Readonly<Record<string, LiveType>>, colours: { glass: string; door: string }): Mesh {
  const points: number[] = [];
  const tints: number[] = [];
  for (const module of modules) {
    const type = types[module.type];
    if (type === undefined) continue;
    const matrix = moduleMatrix(module, new Vector3(1, 1, 1));
    for (const opening of type.openings) {
      const corners = openingCorners(type, opening).map((corner) => new Vector3(...corner).applyMatrix4(matrix));
      const tint = new Color(opening.kind === "door" ? colours.door : colours.glass);
      for (const i of [0, 1, 2, 0, 2, 3]) {
        points.push(...(corners[i] as Vector3).toArray());
        tints.push(tint.r, tint.g, tint.b);
      }
    }
  }
  const geometry = positions(points);
  geometry.setAttribute("color", new BufferAttribute(new Float32Array(tints), 3));
  geometry.computeVertexNormals();
  return new Mesh(geometry, new MeshLambertMaterial({ vertexColors: true, side: 2 }));
}

function ring(points: readonly Point[]): Vector2[] {
  return points.map(([u, v]) => new Vector2(u, v));
}

/** A plan pulled up from one height to another. */
export function prism(outline: readonly Point[], holes: readonly (readonly Point[])[], low: number, high: number, material: Material): Mesh {
  const shape = new Shape(ring(outline));
  shape.holes = holes.map((hole) => new Path(ring(hole)));
  const geometry = new ExtrudeGeometry(shape, { depth: high - low, bevelEnabled: false });
  geometry.rotateX(-Math.PI / 2).translate(0, low, 0);
  return new Mesh(geometry, material);
}

/** An outline at some heights, and its corners between the lowest and the highest, as lines. */
export function outlineLines(outline: readonly Point[], heights: readonly number[], material: LineBasicMaterial): LineSegments {
  const points: number[] = [];
  outline.forEach(([u, v], i) => {
    const [nu, nv] = outline[(i + 1) % outline.length] as Point;
    for (const z of heights) points.push(u, z, -v, nu, z, -nv);
    points.push(u, Math.min(...heights), -v, u, Math.max(...heights), -v);
  });
  return new LineSegments(positions(points), material);
}

/** The bearing walls of a wing, storey by storey below the roof. */
export function wallBoxes(wing: LiveWing, colour: (line: string, assumed: boolean) => string): BoxSpec[] {
  return wing.lines.map((line) => {
    const storey = wing.storeys[line.from_storey]?.[0] ?? 0;
    const low = line.from_storey === 0 ? wing.foot_z_m : storey;
    return {
      low: [line.x_m - line.thickness_m / 2, line.start_m, low],
      size: [line.thickness_m, line.end_m - line.start_m, wing.roof_z_m - low],
      colour: colour(line.id, line.assumed),
    };
  });
}
