/** The whole configuration as the address holds it: parameters by name. `api/page/address.py` reads the same. */
import type { JsonObject } from "./live_view.ts";

/** Parameters of the address; what has its default is left out, so that one configuration has one address. */
export type Choices = Readonly<Record<string, string>>;

export const DEFAULTS: Choices = {
  building: "demo-portiek-1966",
  concept: "A3",
  storeys_added: "1",
  access: "auto",
  "gallery.side": "auto",
  "gallery.inside_roof": "true",
  support: "auto",
  "setback_mm.facade": "300",
  "setback_mm.gable": "0",
  "setback_mm.parapet": "0",
  storey_setback_mm: "0",
  storey_setback_gable_mm: "0",
  green_roof: "false",
  solar_panels: "false",
  objective: "dwellings",
};

/** Which building: only one of these ways holds at a time. */
export const SOURCES = ["building", "length", "depth", "roof", "doc"] as const;

/** What stands around the building: for the picture alone, never asked of the service. */
export const AROUND = "around";

/** Facts with a short name of their own, by the field of the building document. */
const FACTS: Choices = { family: "family", storeys_existing: "storeys_existing", ballast: "roof.ballast" };
const FIRST = ["building", "length", "depth", "roof", "family", "storeys_existing", "ballast", "concept"];

export function readAddress(search: string): Choices {
  const found: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) if (value.trim() !== "") found[name] = value.trim();
  return tidy(found);
}

/** The same choices without what has its default. */
export function tidy(choices: Choices): Choices {
  return Object.fromEntries(Object.entries(choices).filter(([name, value]) => value !== "" && DEFAULTS[name] !== value));
}

/** The query of an address: the building first, a packed document last, the rest by name. */
export function writeAddress(choices: Choices): string {
  const place = (name: string): number => (name === "doc" ? 98 : name === AROUND ? 99 : FIRST.includes(name) ? FIRST.indexOf(name) : 50);
  const names = Object.keys(tidy(choices)).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const parameters = new URLSearchParams(names.map((name) => [name, choices[name] ?? ""]));
  return parameters.toString().replaceAll("%2C", ",").replaceAll("%3B", ";");
}

/** The address of the comparison of concepts on the same building, as high and with the same access. */
export function comparedAddress(choices: Choices): string {
  const ofBuilding = Object.entries(choices).filter(([name]) => (SOURCES as readonly string[]).includes(name) || name in FACTS || name.startsWith("fact."));
  const asked = { storeys: choices["storeys_added"] ?? "", access: choices["access"] ?? "" };
  return writeAddress(Object.fromEntries([...ofBuilding, ...Object.entries(asked)]));
}

/** Other choices: null takes one away. Whoever chooses a building gives up the one before, and what was known of it. */
export function chosen(choices: Choices, changes: Readonly<Record<string, string | null>>): Choices {
  const next: Record<string, string> = { ...choices };
  if (SOURCES.some((name) => typeof changes[name] === "string")) {
    for (const name of Object.keys(next)) {
      const ofBuilding = (SOURCES as readonly string[]).includes(name) || name === AROUND || name in FACTS || name.startsWith("fact.");
      if (ofBuilding || name.startsWith("setback_edge_mm.")) delete next[name];
    }
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return tidy(next);
}

/** A finding's fix, a patch on the options, as changes of the choices; nested options are joined with points. */
export function fixChanges(fix: JsonObject): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(fix)) {
    if (typeof value === "object" && value !== null) {
      for (const [inner, own] of Object.entries(fixChanges(value as JsonObject))) changes[`${name}.${inner}`] = own;
    } else changes[name] = value === null ? null : String(value);
  }
  return changes;
}

function optionsTree(choices: Choices): JsonObject {
  const taken = new Set<string>([...SOURCES, ...Object.keys(FACTS), AROUND, "concept"]);
  const tree: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(choices)) {
    if (taken.has(path) || path.startsWith("fact.")) continue;
    const at = path.indexOf(".");
    if (at < 0) tree[path] = value;
    else {
      const node = (tree[path.slice(0, at)] ??= {}) as Record<string, unknown>;
      node[path.slice(at + 1)] = value;
    }
  }
  return tree;
}

function drawnRoof(choices: Choices): number[][] | null {
  if (choices["roof"] !== undefined) return choices["roof"].split(";").map((pair) => pair.split(",").map(Number));
  if (choices["length"] === undefined || choices["depth"] === undefined) return null;
  const [length, depth] = [Number(choices["length"]), Number(choices["depth"])];
  return [[0, 0], [length, 0], [length, depth], [0, depth]];
}

/** A building that is drawn or given by measures; `api/page/address.py` says the same. */
const DRAWN = { id: "drawn", name: { nl: "getekend dak", en: "drawn roof" } };

/** What is asked of the service; `document` is the building that `doc` packs. */
export function askedOf(choices: Choices, document: JsonObject | null): JsonObject {
  const facts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(choices)) {
    if (FACTS[name] !== undefined) facts[FACTS[name]] = name === "storeys_existing" ? Number(value) : value;
    if (name.startsWith("fact.")) facts[name.slice(5)] = value;
  }
  const outer = drawnRoof(choices);
  const source =
    choices["doc"] !== undefined && document !== null
      ? { building: document }
      : outer !== null
        ? { building: { ...DRAWN, roof: { polygon: { outer } } } }
        : { building_id: choices["building"] ?? DEFAULTS["building"] };
  return { ...source, facts, concept: choices["concept"] ?? DEFAULTS["concept"], options: optionsTree(choices) };
}
