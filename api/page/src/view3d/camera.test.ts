import assert from "node:assert/strict";
import { test } from "node:test";

import { PerspectiveCamera, Vector3 } from "three";

import { between, type Pose, standpoint } from "./camera.ts";

const BLOCK = { low: [0, 0, -1], high: [60, 10.5, 16] } as const;

function looking(pose: Pose, aspect: number): PerspectiveCamera {
  const camera = new PerspectiveCamera(16, aspect, 1, 4000);
  const { position, target } = standpoint(BLOCK, pose, camera);
  camera.position.copy(position);
  camera.lookAt(target);
  camera.updateMatrixWorld();
  return camera;
}

for (const pose of ["corner", "plan", "section"] as const) {
  for (const aspect of [2.2, 1, 0.5]) {
    test(`from ${pose} at ${aspect} all of the block is in the picture, and it fills it`, () => {
      const camera = looking(pose, aspect);
      const seen = [0, 60].flatMap((u) => [0, 10.5].flatMap((v) => [-1, 16].map((z) => new Vector3(u, z, -v).project(camera))));
      const largest = Math.max(...seen.flatMap((at) => [Math.abs(at.x), Math.abs(at.y)]));
      assert.ok(largest <= 0.95, String(largest));
      assert.ok(largest > 0.5, String(largest));
    });
  }
}

test("a flight begins and ends where it should and stays outside the building", () => {
  const camera = new PerspectiveCamera(16, 1.6, 1, 4000);
  const [from, to] = [standpoint(BLOCK, "corner", camera), standpoint(BLOCK, "plan", camera)];
  assert.ok(between(from, to, 0).position.distanceTo(from.position) < 1e-6);
  assert.ok(between(from, to, 1).position.distanceTo(to.position) < 1e-6);
  for (const share of [0.2, 0.5, 0.8]) assert.ok(between(from, to, share).position.distanceTo(from.target) > 60);
});
