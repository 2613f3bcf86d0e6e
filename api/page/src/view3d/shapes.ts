/** Simple shapes from plan positions. three's axes: x along u, y up, z along minus v, as in the GLB. */
import {
  BoxGeometry, BufferAttribute, BufferGeometry, Color, ExtrudeGeometry, InstancedMesh, LineBasicMaterial, LineSegments, type Material, Matrix4, Mesh,
  Path, Quaternion, Shape, Vector2, Vector3,
} from "three";

import type { Place, Point } from "../configure/live_view.ts";

/** A box from a corner: size along u, along v, and up. */
export interface BoxSpec {
  readonly low: Place;
  readonly size: Place;
  readonly colour: string;
}

export const UNIT = new BoxGeometry(1, 1, 1).translate(0.5, 0.5, -0.5);

/** Corners of the unit box and the pairs of them that are its edges. */
const CORNERS = [[0, 0, 0], [1, 0, 0], [1, 0, -1], [0, 0, -1], [0, 1, 0], [1, 1, 0], [1, 1, -1], [0, 1, -1]] as const;
const EDGES = [0, 1, 1, 2, 2, 3, 3, 0, 4, 5, 5, 6, 6, 7, 7, 4, 0, 4, 1, 5, 2, 6, 3, 7] as const;

export function boxMatrix(box: Pick<BoxSpec, "low" | "size">): Matrix4 {
  const [u, v, z] = box.low;
  return new Matrix4().compose(new Vector3(u, z, -v), new Quaternion(), new Vector3(box.size[0], box.size[2], box.size[1]));
}

/** Many unit boxes as one mesh; the number of an instance is its place in the list. */
export function instances(placed: readonly { readonly matrix: Matrix4; readonly colour: string }[], material: Material): InstancedMesh {
  const mesh = new InstancedMesh(UNIT, material, Math.max(placed.length, 1));
  mesh.count = placed.length;
  placed.forEach(({ matrix, colour }, i) => {
    mesh.setMatrixAt(i, matrix);
    mesh.setColorAt(i, new Color(colour));
  });
  mesh.frustumCulled = false;
  return mesh;
}

export function boxes(specs: readonly BoxSpec[], material: Material): InstancedMesh {
  return instances(specs.map((box) => ({ matrix: boxMatrix(box), colour: box.colour })), material);
}

/** The edges of unit boxes in their places, as thin lines. */
export function boxEdges(matrices: readonly Matrix4[], colour: string, opacity: number): LineSegments {
  const points: number[] = [];
  for (const matrix of matrices) {
    for (const i of EDGES) points.push(...new Vector3(...CORNERS[i]).applyMatrix4(matrix).toArray());
  }
  return lines(points, colour, opacity);
}

export function positions(points: readonly number[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(points), 3));
  return geometry;
}

/** Lines between pairs of points, x, y and z after each other. */
export function lines(points: readonly number[], colour: string, opacity = 1): LineSegments {
  return new LineSegments(positions(points), new LineBasicMaterial({ color: colour, transparent: opacity < 1, opacity }));
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

/** An outline at some heights, and its corners between the lowest and the highest, as pairs of points. */
export function outlinePoints(outline: readonly Point[], heights: readonly number[]): number[] {
  const points: number[] = [];
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  outline.forEach(([u, v], i) => {
    const [nu, nv] = outline[(i + 1) % outline.length] as Point;
    for (const z of heights) points.push(u, z, -v, nu, z, -nv);
    points.push(u, low, -v, u, high, -v);
  });
  return points;
}
