import assert from "node:assert/strict";
import { test } from "node:test";

import { packed, unpacked } from "./packing.ts";

test("a document survives the address, letters of every alphabet too", async () => {
  const document = { id: "blok", name: { nl: "Café Zoë – 漢字" }, roof: { polygon: { outer: [[0, 0], [60.5, 0], [60.5, 10], [0, 10]] } } };
  const text = await packed(document);
  assert.match(text, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual(await unpacked(text), document);
});
