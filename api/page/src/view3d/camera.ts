/** Where the camera stands: at a street corner, above the plan, or before the gable; and how it flies from one to the other. */
import { type PerspectiveCamera, Quaternion, Spherical, Vector3 } from "three";

import { centreOf, type Extent } from "./extent.ts";

export type Pose = "corner" | "plan" | "section";

/** Azimuth from the long side, and height above the horizon, degrees. */
const POSES: Readonly<Record<Pose, readonly [number, number]>> = { corner: [30, 19], plan: [0, 89.9], section: [90, 2] };
/** Share of the picture that the block may fill. */
const MARGIN = { across: 0.86, up: 0.78 };
const NEAREST_M = 12;
const ROUNDS = 6;

export interface Standpoint {
  readonly position: Vector3;
  readonly target: Vector3;
}

function corners({ low, high }: Extent): Vector3[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => new Vector3(i & 1 ? high[0] : low[0], i & 2 ? high[2] : low[2], i & 4 ? -high[1] : -low[1]));
}

/** The nearest point in the direction of a pose from which all of the extent is in the picture, and in the middle of it. */
export function standpoint(extent: Extent, pose: Pose, camera: PerspectiveCamera): Standpoint {
  const [azimuth, elevation] = POSES[pose].map((angle) => (angle * Math.PI) / 180) as [number, number];
  const [u, v, z] = centreOf(extent);
  const middle = new Vector3(u, z, -v);
  const way = new Vector3().setFromSpherical(new Spherical(1, Math.PI / 2 - elevation, azimuth));
  const looking = camera.clone();
  looking.position.copy(middle).add(way);
  looking.lookAt(middle);
  const turned = looking.quaternion.clone().invert();
  const tangent = Math.tan((camera.fov * Math.PI) / 360);
  const room = { x: tangent * camera.aspect * MARGIN.across, y: tangent * MARGIN.up };
  const seen = corners(extent).map((corner) => corner.sub(middle).applyQuaternion(turned));
  let [x, y, distance] = [0, 0, NEAREST_M];
  for (let round = 0; round < ROUNDS; round += 1) {
    distance = Math.max(NEAREST_M, ...seen.map((at) => at.z + Math.max(Math.abs(at.y - y) / room.y, Math.abs(at.x - x) / room.x)));
    const [across, up] = [seen.map((at) => (at.x - x) / (distance - at.z)), seen.map((at) => (at.y - y) / (distance - at.z))];
    x += ((Math.min(...across) + Math.max(...across)) / 2) * distance;
    y += ((Math.min(...up) + Math.max(...up)) / 2) * distance;
  }
  const target = middle.add(new Vector3(x, y, 0).applyQuaternion(looking.quaternion));
  return { position: target.clone().addScaledVector(way, distance), target };
}

/** A point of the way from one standpoint to another: round the target, not through the building. `share` is 0 to 1. */
export function between(from: Standpoint, to: Standpoint, share: number): Standpoint {
  const eased = share * share * (3 - 2 * share);
  const [start, end] = [from, to].map(({ position, target }) => position.clone().sub(target)) as [Vector3, Vector3];
  const turn = new Quaternion().setFromUnitVectors(start.clone().normalize(), end.clone().normalize());
  const part = new Quaternion().slerp(turn, eased);
  const offset = start.clone().normalize().applyQuaternion(part).multiplyScalar(start.length() + (end.length() - start.length()) * eased);
  const target = from.target.clone().lerp(to.target, eased);
  return { position: target.clone().add(offset), target };
}
