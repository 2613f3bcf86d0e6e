import assert from "node:assert/strict";
import { test } from "node:test";

import { askedOf, chosen, comparedAddress, fixChanges, readAddress, writeAddress } from "./address.ts";

test("one configuration has one address, whatever the order and the defaults", () => {
  const one = readAddress("?storeys_added=2&concept=A3&access=auto&setback_edge_mm.e1=500");
  const other = readAddress("?setback_edge_mm.e1=500&setback_mm.facade=300&concept=A3&storeys_added=2");
  assert.equal(writeAddress(one), writeAddress(other));
  assert.equal(writeAddress(one), "setback_edge_mm.e1=500&storeys_added=2");
  assert.deepEqual(readAddress(writeAddress(one)), one);
});

test("another building gives up the one before and what was known of it", () => {
  const before = readAddress("building=demo&ballast=gravel&family=F05&setback_edge_mm.e2=900&storeys_added=2");
  assert.deepEqual(chosen(before, { length: "40", depth: "10" }), { length: "40", depth: "10", storeys_added: "2" });
  assert.deepEqual(chosen(before, { access: "gallery" })["ballast"], "gravel");
  assert.equal("access" in chosen({ access: "gallery" }, { access: "auto" }), false);
});

test("a fix is a change of the choices, nested ones too", () => {
  assert.deepEqual(fixChanges({ support: "transfer_grid", gallery: { inside_roof: false } }), {
    support: "transfer_grid",
    "gallery.inside_roof": "false",
  });
  assert.deepEqual(fixChanges({ module_width_mm: null }), { module_width_mm: null });
});

test("what is asked has options as a tree, facts by their fields, and one building", () => {
  const asked = askedOf(readAddress("length=60&depth=10.5&family=F05&storeys_existing=4&ballast=gravel&concept=A5&gallery.side=low"), null);
  assert.deepEqual(asked["facts"], { family: "F05", storeys_existing: 4, "roof.ballast": "gravel" });
  assert.deepEqual(asked["options"], { gallery: { side: "low" } });
  assert.deepEqual(asked["building"], { id: "drawn", name: { nl: "getekend dak", en: "drawn roof" }, roof: { polygon: { outer: [[0, 0], [60, 0], [60, 10.5], [0, 10.5]] } } });
  assert.equal("building_id" in asked, false);
  assert.equal(askedOf({}, null)["building_id"], "demo-portiek-1966");
});

test("a comparison takes over the building, what is known of it, the new storeys and the access", () => {
  const choices = readAddress("length=60&depth=10.5&family=F05&fact.roof.ballast=gravel&concept=A5&storeys_added=2&support=transfer_grid");
  assert.equal(comparedAddress(choices), "length=60&depth=10.5&family=F05&fact.roof.ballast=gravel&storeys=2");
  assert.equal(comparedAddress({}), "");
});
