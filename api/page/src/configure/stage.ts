/** What is on the stage: the model, or one of the engine's own drawings; without WebGL its picture. */
import { byId, fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import type { ColourBy, Look } from "../view3d/model.ts";
import type { Stage3d } from "../view3d/stage.ts";
import { BANDS, DWELLINGS, STOREYS } from "./colours.ts";
import type { Selection } from "./inspector.ts";
import type { LiveFinding, LiveView } from "./live_view.ts";

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
  #shown: "model" | "plan" | "section" = "model";

  constructor(words: Words, events: StageEvents) {
    this.#words = words;
    this.#events = events;
    byId("shown").addEventListener("change", (event) => this.#turnTo((event.target as HTMLInputElement).value as "model"));
    for (const select of [this.#storey, this.#colour]) select.addEventListener("change", () => this.#again(select));
    byId<HTMLInputElement>("cut").addEventListener("input", (event) => this.#model?.cut(Number((event.target as HTMLInputElement).value) / 100));
    byId("home-view").addEventListener("click", () => this.#model?.home());
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

  #turnTo(shown: "model" | "plan" | "section"): void {
    this.#shown = shown;
    this.#arrange();
    if (this.drawing !== "none") this.#events.redraw();
  }

  #arrange(): void {
    const model = this.#shown === "model";
    byId("model").hidden = !model || this.#model === null;
    byId("picture").hidden = !model || this.#model !== null;
    byId("drawing").hidden = model;
    byId("model-tools").dataset["shown"] = this.#shown;
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

  show(view: LiveView, selected: Selection): void {
    this.#view = view;
    this.#selected = selected;
    byId("stage-name").textContent = view.building;
    this.#offerStoreys(view);
    if (typeof view.drawing === "string") fill(byId(this.#shown === "model" ? "picture" : "drawing"), parsedDrawing(view.drawing));
    this.#paint();
  }

  select(selected: Selection): void {
    this.#selected = selected;
    this.#paint();
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
    fill(this.#storey, all, ...storeys.map((storey) => h("option", { value: storey }, String(storey))));
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
    const look: Look = { colourBy: this.#colour.value as ColourBy, storey: this.storey, dark, selected: this.#selected };
    this.#model?.show(this.#view, look);
  }

  #legend(view: LiveView, by: ColourBy): void {
    const key = (colour: string, text: string): HTMLSpanElement => {
      const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.background = colour;
      return h("span", { class: "key" }, swatch, text);
    };
    const entries: Record<ColourBy, () => HTMLSpanElement[]> = {
      material: () => [],
      dwelling: () => Object.entries(view.concept.dwelling_types).map(([, name], i) => key(DWELLINGS[i % DWELLINGS.length] ?? "", name)),
      band: () => Object.entries(BANDS).map(([band, colour]) => key(colour, band)),
      storey: () => [...this.#storey.options].slice(1).map((option, i) => key(STOREYS[i % STOREYS.length] ?? "", this.#words("configure.live.storey", { number: option.value }))),
    };
    fill(byId("legend"), ...entries[by]());
  }
}

/** A drawing of the engine as an element; it comes from our own service and is parsed as SVG, so that no script in it could run. */
function parsedDrawing(text: string): Node {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return document.importNode(parsed, true);
}
