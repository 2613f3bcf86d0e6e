/** What was clicked: the numbers of a module or a bearing wall, and where they come from. */
import { fill, h } from "../dom/element.ts";
import { numberText, percentText } from "../words/numbers.ts";
import { floorText, levelText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import type { JsonObject, LiveLine, LiveLoad, LiveModule, LiveView } from "./live_view.ts";

export type Selection = { readonly kind: "module" | "line"; readonly id: string } | null;

interface TraceStep {
  readonly pointer: string;
  readonly symbol: string;
  readonly value: string;
  readonly formula: string;
  readonly numbers: string;
  readonly clause: string;
  readonly status: string;
  readonly source: string;
}

export interface InspectorOptions {
  readonly root: HTMLElement;
  readonly words: Words;
  readonly close: () => void;
  readonly asked: () => JsonObject;
}

function rows(entries: readonly (readonly [string, string])[]): HTMLDListElement {
  return h("dl", { class: "facts" }, ...entries.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function moduleFacts(module: LiveModule, view: LiveView, words: Words): readonly (readonly [string, string])[] {
  const metres = (value: number): string => numberText(value, words.lang, 2);
  const type = view.types[module.type];
  const dwelling = view.dwellings.find((one) => one.id === module.dwelling);
  const name = dwelling === undefined ? "" : (view.concept.dwelling_types[dwelling.type] ?? dwelling.type);
  const area = dwelling === undefined ? "" : `, ${numberText(dwelling.usable_area_m2, words.lang, 1)} m²`;
  return [
    [words("configure.live.dwelling"), `${name}${area} (${lastPart(module.dwelling)})`],
    [words("configure.live.size"), type === undefined ? "" : `${type.size_m.map(metres).join(" × ")} m`],
    [words("configure.live.stands_at"), `${metres(module.at_m[2])} m`],
    [words("configure.live.type"), `${module.type}, ${module.id}`],
  ];
}

/** The own part of an id that says where something is as well. */
function lastPart(id: string): string {
  return id.split("/").at(-1) ?? id;
}

function lineFacts(line: LiveLine, words: Words): readonly (readonly [string, string])[] {
  return [
    [words("configure.live.position"), `${numberText(line.x_m, words.lang, 2)} m`],
    [words("configure.live.thickness"), `${numberText(line.thickness_m * 1000, words.lang)} mm`],
    [words("configure.live.how_known"), words(line.assumed ? "configure.live.assumed_line" : "configure.live.known_line")],
  ];
}

function levelTable(load: LiveLoad, words: Words): HTMLTableElement {
  return h("table", {},
    h("thead", {}, h("tr", {}, h("th", {}, words("configure.live.loads.level")), h("th", { class: "number" }, words("configure.live.loads.existing")),
      h("th", { class: "number" }, words("configure.live.loads.new")), h("th", { class: "number" }, "P10–P90"), h("th", {}, words("configure.live.loads.band")))),
    h("tbody", {}, ...load.levels.map((level) => h("tr", {},
      h("th", {}, levelText(level.level, words)),
      h("td", { class: "number" }, numberText(level.existing_kn_per_m, words.lang, 1)),
      h("td", { class: "number" }, numberText(level.new_kn_per_m, words.lang, 1)),
      h("td", { class: "number" }, `${numberText(level.p10 * 100, words.lang, 1)}–${percentText(level.p90, words.lang, 1)}`),
      h("td", {}, h("span", { class: "band", "data-band": level.band }, level.band))))));
}

function traceList(steps: readonly TraceStep[], words: Words): HTMLOListElement {
  return h("ol", { class: "trace plain-list" }, ...steps.map((step) => h("li", {},
    h("p", {}, h("strong", {}, `${step.symbol} = ${step.value}`), " ",
      step.status !== "" && h("span", { class: "tag" }, words(`configure.live.status.${step.status}`))),
    step.formula !== "" && h("p", { class: "code" }, step.formula),
    step.numbers !== "" && step.numbers !== step.formula && h("p", { class: "code" }, step.numbers),
    h("p", { class: "small" }, [step.clause, step.source].filter((part) => part !== "").join(" · ")))));
}

export class Inspector {
  readonly #options: InspectorOptions;

  constructor(options: InspectorOptions) {
    this.#options = options;
  }

  show(selection: Selection, view: LiveView): void {
    const { root, words, close } = this.#options;
    const module = view.wings.flatMap((wing) => wing.modules).find((one) => selection?.kind === "module" && one.id === selection.id);
    const line = view.wings.flatMap((wing) => wing.lines).find((one) => selection?.kind === "line" && one.id === selection.id);
    root.hidden = module === undefined && line === undefined;
    if (root.hidden) return;
    const shut = h("button", { type: "button", class: "quiet", "aria-label": words("configure.live.close") }, "✕");
    shut.addEventListener("click", close);
    const name = words(module === undefined ? "configure.live.selected_line" : "configure.live.selected_module", { id: module === undefined ? (line?.id ?? "") : words("configure.live.module_in", { id: lastPart(module.id), floor: floorText(module.storey, words) }) });
    const head = h("div", { class: "details-head" }, h("h2", {}, name), shut);
    if (module !== undefined) fill(root, head, rows(moduleFacts(module, view, words)));
    else if (line !== undefined) {
      const load = view.loads.find((one) => one.id === line.id);
      fill(root, head, rows(lineFacts(line, words)), load !== undefined && levelTable(load, words), load !== undefined && this.#trace(load));
    }
  }

  #trace(load: LiveLoad): HTMLDetailsElement {
    const { words } = this.#options;
    const worst = load.levels.reduce((one, other) => (other.p50 > one.p50 ? other : one));
    const box = h("details", {}, h("summary", {}, words("configure.live.trace")));
    box.addEventListener("toggle", () => {
      if (box.open && box.childElementCount === 1) void this.#fetchTrace(box, `/loads/lines/${worst.row}/r_n_p50`);
    });
    return box;
  }

  async #fetchTrace(box: HTMLDetailsElement, pointer: string): Promise<void> {
    const { words, asked } = this.#options;
    try {
      const body = JSON.stringify({ ...asked(), pointer });
      const response = await fetch("/v1/previews/trace", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!response.ok) throw new Error(String(response.status));
      const { steps } = (await response.json()) as { steps: TraceStep[] };
      box.append(traceList(steps, words));
    } catch {
      box.append(h("p", { class: "problem" }, words("configure.live.lost")));
      box.open = true;
    }
  }
}
