/** A building from a file: the service reads it and says which buildings are in it; one of them is chosen. */
import type { JsonObject } from "../configure/live_view.ts";
import type { Mass } from "../configure/surroundings.ts";
import { fill, h } from "../dom/element.ts";
import { numberText } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";

interface Found {
  readonly id: string;
  readonly year_built: number | null;
  readonly area_m2: number | null;
  readonly height_m: number | null;
}

interface Inspection {
  readonly buildings?: readonly Found[] | null;
  readonly building?: JsonObject | null;
  readonly surroundings?: readonly Mass[] | null;
}

/** How far around a building its surroundings are shown. */
const AROUND_M = 50;
const MOST_BYTES = 50_000_000;
const SHOWN = 100;

export class UploadBuilding {
  readonly #form: HTMLFormElement;
  readonly #words: Words;
  readonly #use: (building: JsonObject, around: readonly Mass[]) => void;
  readonly #said: HTMLElement;
  readonly #list: HTMLElement;

  constructor(form: HTMLFormElement, words: Words, use: (building: JsonObject, around: readonly Mass[]) => void) {
    this.#form = form;
    this.#words = words;
    this.#use = use;
    this.#said = form.querySelector("#upload-said") as HTMLElement;
    this.#list = form.querySelector("#pick-list") as HTMLElement;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#read(null);
    });
  }

  async #read(building: string | null): Promise<void> {
    const file = this.#form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      this.#said.textContent = this.#words("configure.live.too_large");
      return;
    }
    this.#said.textContent = this.#words("configure.live.reading");
    const body = new FormData();
    body.set("file", file);
    body.set("around_m", String(AROUND_M));
    if (building !== null) body.set("building", building);
    try {
      const response = await fetch("/v1/inspections", { method: "POST", headers: { "Accept-Language": this.#words.lang }, body });
      const answer = (await response.json()) as Inspection & { detail?: string };
      if (!response.ok) throw new Error(answer.detail ?? String(response.status));
      this.#said.textContent = "";
      if (answer.building) this.#use(answer.building, answer.surroundings ?? []);
      else this.#offer(answer.buildings ?? []);
    } catch (error) {
      this.#said.textContent = error instanceof TypeError ? this.#words("configure.live.lost_short") : (error as Error).message;
    }
  }

  #offer(found: readonly Found[]): void {
    const rows = h("tbody", {});
    const rest = h("p", { class: "small" });
    const search = h("input", { type: "search", "aria-label": this.#words("configure.live.pick_search"), placeholder: this.#words("configure.live.pick_search") });
    const shown = (): void => {
      const wanted = found.filter((item) => item.id.toLowerCase().includes(search.value.trim().toLowerCase()));
      fill(rows, ...wanted.slice(0, SHOWN).map((item) => this.#row(item)));
      rest.textContent = wanted.length > SHOWN ? this.#words("configure.live.pick_more", { count: wanted.length - SHOWN }) : "";
    };
    search.addEventListener("input", shown);
    shown();
    fill(this.#list, h("h3", {}, this.#words("configure.live.pick")), search, h("div", { class: "table-scroll pick" }, h("table", {}, rows)), rest);
  }

  #row(item: Found): HTMLTableRowElement {
    const button = h("button", { type: "button" }, this.#words("configure.live.pick_this"));
    button.addEventListener("click", () => void this.#read(item.id));
    const number = (value: number | null, unit: string, places = 0): string => (value === null ? "–" : `${numberText(value, this.#words.lang, places)} ${unit}`);
    return h("tr", {}, h("th", {}, item.id), h("td", { class: "number" }, item.year_built === null ? "–" : String(item.year_built)),
      h("td", { class: "number" }, number(item.area_m2, "m²")), h("td", { class: "number" }, number(item.height_m, "m", 1)), h("td", {}, button));
  }
}
