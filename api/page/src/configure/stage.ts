/** What is on the stage: the model, or one of the engine's own drawings; without WebGL its picture. */
import { byId, fill, h } from "../dom/element.ts";
import { floorText } from "../words/levels.ts";
import type { Words } from "../words/texts.ts";
import type { ColourBy, Look } from "../view3d/look.ts";
import type { Stage3d } from "../view3d/stage.ts";
import { BANDS, DWELLINGS, STOREYS } from "./colours.ts";
import type { Selection } from "./inspector.ts";
import type { LiveFinding, LiveView } from "./live_view.ts";
import { axisOf } from "../charts/axis.ts";
import { aligned, fitted, markEdge, parsedDrawing } from "./drawing.ts";
import { inFrame, type Mass } from "./surroundings.ts";

type Shown = "model" | "plan" | "section";

export type Drawing = "none" | "plan" | "section" | "picture";

export interface StageEvents {
  readonly choose: (selection: Selection) => void;
  readonly openFinding: (number: number) => void;
  /** Another drawing or storey is wanted: ask again. */
  readonly redraw: () => void;
}

export class Stage {
  readonly #words: Words;
  readonly #events: StageEvents;
  readonly #storey = byId<HTMLSelectElement>("storey");
  readonly #colour = byId<HTMLSelectElement>("colour");
  #model: Stage3d | null = null;
  #without3d = false;
  #view: LiveView | null = null;
  #frame = 0;
  #storeys = "";
  #selected: Selection = null;
  #around: readonly Mass[] = [];
  #shown: Shown = "model";
  #flying = false;
  #edge: string | null = null;

  constructor(words: Words, events: StageEvents) {
    this.#words = words;
    this.#events = events;
    byId("shown").addEventListener("change", (event) => void this.#turnTo((event.target as HTMLInputElement).value as Shown));
    for (const select of [this.#storey, this.#colour]) select.addEventListener("change", () => this.#again(select));
    byId<HTMLInputElement>("cut").addEventListener("input", (event) => this.#model?.cut(Number((event.target as HTMLInputElement).value) / 100));
    byId("home-view").addEventListener("click", () => void this.#model?.fly("corner"));
    for (const source of [matchMedia("(prefers-color-scheme: dark)"), document]) {
      source.addEventListener(source === document ? "optop-theme" : "change", () => this.#paint());
    }
  }

  /** The drawing that the next answer should bring. */
  get drawing(): Drawing {
    if (this.#shown !== "model") return this.#shown;
    return this.#without3d ? "picture" : "none";
  }

  get storey(): number | null {
    return this.#storey.value === "" ? null : Number(this.#storey.value);
  }

  #again(select: HTMLSelectElement): void {
    this.#paint();
    if (select === this.#storey && this.#shown === "plan") this.#events.redraw();
  }

  /** To a drawing the model is first flown to where the drawing looks from; back from one it is flown to the corner again. */
  async #turnTo(shown: Shown): Promise<void> {
    const before = this.#shown;
    this.#shown = shown;
    if (this.drawing !== "none") this.#events.redraw();
    this.#flying = before === "model" || shown === "model";
    this.#arrange();
    if (this.#flying) await this.#model?.fly(shown === "model" ? "corner" : shown);
    this.#flying = false;
    this.#arrange();
  }

  #arrange(): void {
    const model = this.#shown === "model";
    byId("model").hidden = (!model && !this.#flying) || this.#model === null;
    byId("picture").hidden = !model || this.#model !== null;
    byId("drawing").hidden = model || (this.#flying && this.#model !== null);
    const drawn = byId("drawing").querySelector("svg");
    byId("stage-view").dataset["shown"] = byId("drawing").hidden ? "model" : this.#shown;
    if (!byId("drawing").hidden && drawn !== null && !this.#aligned(drawn)) fitted(drawn);
    byId("model-tools").dataset["shown"] = this.#shown;
    byId("legend").hidden = !model;
  }

  /** The plan of one wing stands over the load diagram, wall over bar. */
  #aligned(drawn: SVGSVGElement): boolean {
    const [wing, more] = this.#view?.wings ?? [];
    const width = Number(document.querySelector("#load-diagram svg")?.getAttribute("width") ?? 0);
    if (this.#shown !== "plan" || wing === undefined || more !== undefined || width === 0) return false;
    return aligned(drawn, axisOf(wing.outline_m, width), width);
  }

  /** After the width of the stage changed. */
  resized(): void {
    const drawn = byId("drawing").querySelector("svg");
    if (this.#shown === "plan" && drawn !== null) this.#aligned(drawn);
  }

  /** Load the 3D part; where it cannot work, the picture stays. */
  async begin(): Promise<void> {
    try {
      const { Stage3d: Made } = await import("../view3d/stage.ts");
      const { choose, openFinding } = this.#events;
      this.#model = new Made({ root: byId("model"), label: this.#words("configure.live.canvas"), choose, openFinding });
    } catch {
      this.#without3d = true;
      byId("legend").textContent = this.#words("configure.live.no_webgl");
      byId("model-tools").dataset["without"] = "3d";
    }
    this.#arrange();
    this.#paint();
  }

  /** What stands around, in the coordinates of the building document. */
  show(view: LiveView, selected: Selection, around: readonly Mass[]): void {
    this.#view = view;
    this.#around = inFrame(around, view.frame);
    this.#selected = selected;
    byId("stage-name").textContent = this.#words("configure.live.on_building", { concept: view.concept.name, building: view.building });
    this.#offerStoreys(view);
    if (typeof view.drawing === "string") this.#draw(view.drawing);
    this.#paint();
  }

  #draw(text: string): void {
    const svg = parsedDrawing(text);
    fill(byId(this.#shown === "model" ? "picture" : "drawing"), svg);
    this.#markEdge();
    this.#arrange();
  }

  select(selected: Selection): void {
    this.#selected = selected;
    this.#paint();
  }

  /** Mark the roof edge that is being set, in model and plan. */
  edge(id: string | null): void {
    this.#edge = id;
    this.#markEdge();
    this.#paint();
  }

  #markEdge(): void {
    const drawn = byId("drawing").querySelector("svg");
    const wings = this.#view?.wings ?? [];
    const edge = wings.length === 1 ? wings[0]?.edges.find((one) => one.id === this.#edge) : undefined;
    if (drawn !== null && this.#shown === "plan") markEdge(drawn, edge, wings[0]?.outline_m ?? []);
  }

  point(finding: LiveFinding): void {
    if (finding.at_m !== null) this.#model?.point(finding.at_m, finding.number);
  }

  #offerStoreys(view: LiveView): void {
    const storeys = [...new Set(view.wings.flatMap((wing) => wing.modules.map((module) => module.storey)))].sort((a, b) => a - b);
    if (storeys.join() === this.#storeys) return;
    this.#storeys = storeys.join();
    const wanted = this.#storey.value;
    const all = this.#storey.options[0] as HTMLOptionElement;
    fill(this.#storey, all, ...storeys.map((storey) => h("option", { value: storey }, floorText(storey, this.#words))));
    this.#storey.value = storeys.includes(Number(wanted)) && wanted !== "" ? wanted : "";
  }

  /** Before the next frame, so that figures and findings need not wait for the model. */
  #paint(): void {
    if (!this.#without3d && this.#view !== null) this.#legend(this.#view, this.#colour.value as ColourBy);
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paintNow());
  }

  #paintNow(): void {
    this.#frame = 0;
    if (this.#view === null) return;
    const chosen = document.documentElement.dataset["theme"];
    const dark = chosen === "dark" || (chosen === undefined && matchMedia("(prefers-color-scheme: dark)").matches);
    const look: Look = { colourBy: this.#colour.value as ColourBy, storey: this.storey, dark, selected: this.#selected, edge: this.#edge, around: this.#around };
    this.#model?.show(this.#view, look);
  }

  #legend(view: LiveView, by: ColourBy): void {
    const key = (colour: string | null, text: string): HTMLSpanElement => {
      const swatch = h("span", { class: colour === null ? "swatch unknown" : "swatch", "aria-hidden": "true" });
      if (colour !== null) swatch.style.background = colour;
      return h("span", { class: "key" }, swatch, text);
    };
    const counted = (name: string, count: number): string => `${name} (${count})`;
    const of = (type: string): number => view.dwellings.filter((dwelling) => dwelling.type === type).length;
    const entries: Record<ColourBy, () => HTMLSpanElement[]> = {
      material: () => [],
      dwelling: () => Object.entries(view.concept.dwelling_types).map(([id, name], i) => key(DWELLINGS[i % DWELLINGS.length] ?? "", counted(name, of(id)))),
      band: () => [
        ...Object.keys(BANDS).map((band) => h("span", { class: "key" }, h("span", { class: "band", "data-band": band }, band), String(view.loads.filter((load) => load.band === band).length))),
        ...(view.wings.some((wing) => wing.lines.some((line) => !view.loads.some((load) => load.id === line.id))) ? [key(null, this.#words("configure.words.unknown"))] : []),
      ],
      storey: () => [...this.#storey.options].slice(1).map((option, i) => key(STOREYS[i % STOREYS.length] ?? "", floorText(Number(option.value), this.#words))),
    };
    const keys = entries[by]();
    const title = keys.length > 0 && h("span", { class: "key-name" }, this.#words(by === "band" ? "configure.live.legend_band" : `configure.colour.${by}`));
    fill(byId("legend"), title || null, ...keys);
  }
}
