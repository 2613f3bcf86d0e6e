/** Where the camera stands: at a street corner, above the plan, or before the gable; and how it flies from one to the other. */
import { type PerspectiveCamera, Quaternion, Spherical, Vector3 } from "three";

import { centreOf, type Extent } from "./extent.ts";

export type Pose = "corner" | "plan" | "section";

/** Azimuth from the long side, and height above the horizon, degrees. */
const POSES: Readonly<Record<Pose, readonly [number, number]>> = { corner: [30, 19], plan: [0, 89.9], section: [90, 2] };
const MARGIN = { across: 0.9, up: 0.8 };
const NEAREST_M = 12;

export interface Standpoint {
  readonly position: Vector3;
  readonly target: Vector3;
}

function corners({ low, high }: Extent): Vector3[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => new Vector3(i & 1 ? high[0] : low[0], i & 2 ? high[2] : low[2], i & 4 ? -high[1] : -low[1]));
}

/** The nearest point in the direction of a pose from which all of the extent is in the picture. */
export function standpoint(extent: Extent, pose: Pose, camera: PerspectiveCamera): Standpoint {
  const [azimuth, elevation] = POSES[pose].map((angle) => (angle * Math.PI) / 180) as [number, number];
  const [u, v, z] = centreOf(extent);
  const target = new Vector3(u, z, -v);
  const way = new Vector3().setFromSpherical(new Spherical(1, Math.PI / 2 - elevation, azimuth));
  const looking = camera.clone();
  looking.position.copy(target).add(way);
  looking.lookAt(target);
  const turned = looking.quaternion.invert();
  const tangent = Math.tan((camera.fov * Math.PI) / 360);
  const seen = corners(extent).map((corner) => corner.sub(target).applyQuaternion(turned));
  const away = seen.map((at) => at.z + Math.max(Math.abs(at.y) / MARGIN.up, Math.abs(at.x) / (camera.aspect * MARGIN.across)) / tangent);
  return { position: target.clone().addScaledVector(way, Math.max(NEAREST_M, ...away)), target };
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
