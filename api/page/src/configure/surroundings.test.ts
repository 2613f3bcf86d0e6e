import assert from "node:assert/strict";
import { test } from "node:test";

import { inFrame, type Mass, readMasses, written } from "./surroundings.ts";

const MASSES: readonly Mass[] = [
  { outline_m: [[155000.4, 463000], [155010.4, 463000], [155010.4, 463008.2]], height_m: 9.3 },
  { outline_m: [[155020, 463000], [155030, 463000], [155030, 463005], [155020, 463005]], height_m: null },
];

test("what is written is read again to the decimetre", () => {
  const again = readMasses(JSON.parse(JSON.stringify(written(MASSES))));
  assert.deepEqual(again.map((mass) => mass.height_m), [9.3, null]);
  again.forEach((mass, i) => mass.outline_m.forEach((point, j) => {
    const meant = MASSES[i]?.outline_m[j] as readonly [number, number];
    assert.ok(Math.hypot(point[0] - meant[0], point[1] - meant[1]) < 0.051);
  }));
});

test("nothing around is nothing", () => {
  assert.deepEqual(readMasses(written([]) as never), []);
});

test("what is not as it should be is left out", () => {
  const good = [30, 0, 0, 10, 0, 10, 10];
  for (const bad of [null, {}, [], [30], [30, 0, 0, 10], [30, 0, 0, 10, 0, 10], ["30", 0, 0, 1, 0, 1, 1], [-3, 0, 0, 1, 0, 1, 1], [30, 0, 0, 1, 0, 1, "1"]]) {
    assert.equal(readMasses({ at: [0, 0], masses: [bad, good] }).length, 1);
  }
  for (const bad of [{}, { at: 3, masses: [good] }, { at: [1], masses: [good] }, { at: [0, 0], masses: good[0] }, { at: [0, null], masses: [good] }]) {
    assert.deepEqual(readMasses(bad as never), []);
  }
});

test("in the frame of the first wing: its origin is zero and its u axis points along", () => {
  const frame = { origin_m: [100, 200] as const, rotation_deg: 90 };
  const [mass] = inFrame([{ outline_m: [[100, 200], [100, 210], [95, 210]], height_m: 5 }], frame);
  const rounded = mass?.outline_m.map((point) => point.map((value) => Math.round(value * 1000) / 1000 + 0));
  assert.deepEqual(rounded, [[0, 0], [10, 0], [10, 5]]);
});
