/** The form: what it shows follows from the choices, and what is moved in it becomes a change of the choices. */
import { byId, fill, h } from "../dom/element.ts";
import { numberText } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";
import { type Choices, DEFAULTS } from "./address.ts";
import { foreseen } from "./foresight.ts";
import type { LiveEdge, LiveView } from "./live_view.ts";
import { balanced, type Mix, placedMix } from "./mix.ts";

export type Changes = Readonly<Record<string, string | null>>;

export interface ControlEvents {
  /** While a slider moves. */
  readonly moving: (changes: Changes) => void;
  /** When it is let go, or a choice is made: one step to undo. */
  readonly settled: (changes: Changes) => void;
  /** The control of a roof edge got the focus, or lost it. */
  readonly edge: (id: string | null) => void;
}

const MIX = "mix.";
const EDGE = "setback_edge_mm.";
const WIDTH = "module_width_mm";
const STOREYS = "storeys_added";

/** A value that stands there already is not set again: that would lay the whole form out anew. */
function setValue(input: HTMLInputElement | HTMLSelectElement, value: string): void {
  if (input.value !== value) input.value = value;
}

export class Controls {
  readonly #form: HTMLFormElement;
  readonly #words: Words;
  #edgesFor = "";
  #productFor = "";
  #choices: Choices = {};
  #view: LiveView | null = null;
  /** The mix before a slider of it moved: what the others keep their proportion of. */
  #mixBefore: Mix | null = null;

  constructor(form: HTMLFormElement, words: Words, events: ControlEvents) {
    this.#form = form;
    this.#words = words;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement) || input.type !== "range") return;
      this.#mixBefore ??= this.#mix();
      this.#showValue(input.name, input.value);
      events.moving(this.#changeOf(input.name, input.value));
    });
    form.addEventListener("change", (event) => {
      const input = event.target;
      if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) return;
      if (input instanceof HTMLInputElement && !input.reportValidity()) return;
      const changes = this.#changesBy(input);
      this.#mixBefore = null;
      if (changes !== null) events.settled(changes);
    });
    for (const [event, told] of [["focusin", true], ["focusout", false]] as const) {
      byId("edges").addEventListener(event, ({ target }) => {
        const name = target instanceof HTMLInputElement ? (target.dataset["typed"] ?? target.name) : "";
        if (name.startsWith(EDGE)) events.edge(told ? name.slice(EDGE.length) : null);
      });
    }
    form.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-clear]") : null;
      if (button === null) return;
      const prefix = button.dataset["clear"] ?? "";
      const names = [...form.querySelectorAll<HTMLInputElement>("input[type=range]")].map((input) => input.name);
      events.settled(Object.fromEntries(names.filter((name) => name.startsWith(prefix)).map((name) => [name, null])));
    });
  }

  /** What a control that was changed changes; null where it is none of the choices. */
  #changesBy(input: HTMLInputElement | HTMLSelectElement): Changes | null {
    const { typed, freeOf } = input.dataset;
    if (freeOf !== undefined) return this.#freed(freeOf, (input as HTMLInputElement).checked);
    if (typed !== undefined) return this.#changeOf(typed, input.value);
    if (input.name === "") return null;
    if (input instanceof HTMLInputElement && input.type === "checkbox") return { [input.name]: input.checked ? "true" : null };
    if (input.name === "concept") return { concept: input.value, [WIDTH]: null, ...this.#mixChanges({}) };
    return this.#changeOf(input.name, input.value);
  }

  #changeOf(name: string, value: string): Changes {
    if (!name.startsWith(MIX)) return { [name]: value === "" ? null : value };
    return this.#mixChanges(balanced(this.#mixBefore ?? this.#mix(), name.slice(MIX.length), Number(value)));
  }

  /** Leave a choice to the engine, or begin with what it chose. */
  #freed(choice: string, free: boolean): Changes {
    if (choice === MIX) return this.#mixChanges(free ? {} : placedMix(this.#types(), this.#view?.dwellings ?? []));
    const start = this.#view?.chosen.module_widths_mm.at(-1) ?? this.#view?.concept.width.max_mm;
    return { [choice]: free || start === undefined ? null : String(start) };
  }

  #types(): readonly string[] {
    return Object.keys(this.#view?.concept.dwelling_types ?? {});
  }

  /** The wish in percents. */
  #mix(): Mix {
    return Object.fromEntries(this.#types().map((type) => [type, Math.round(Number(this.#choices[MIX + type] ?? 0) * 100)]));
  }

  #mixChanges(mix: Mix): Changes {
    const known = [...new Set([...this.#types(), ...Object.keys(this.#choices).filter((name) => name.startsWith(MIX)).map((name) => name.slice(MIX.length))])];
    return Object.fromEntries(known.map((type) => [MIX + type, (mix[type] ?? 0) === 0 ? null : String((mix[type] ?? 0) / 100)]));
  }

  /** The choices after one more step of the slider or the storeys that were moved by one, if one was. */
  following(before: Choices, after: Choices): Choices | null {
    const moved = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
    const name = moved[0] ?? "";
    const input = this.#form.querySelector<HTMLInputElement>(`input[type=range][name="${CSS.escape(name)}"]`);
    if (moved.length !== 1 || name.startsWith(MIX)) return null;
    if (name === STOREYS) return foreseen(before, after, name, { min: 0, max: this.#view?.concept.max_storeys ?? 0, step: 1 }, DEFAULTS[name]);
    if (input === null) return null;
    const steps = { min: Number(input.min), max: Number(input.max), step: Number(input.step) };
    return foreseen(before, after, name, steps, DEFAULTS[name] ?? input.dataset["free"]);
  }

  /** What a choice and one of its values are called on the form; their own names where the form does not show them. */
  nameOf(choice: string, value: string): readonly [string, string] {
    const input = this.#form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(choice)}"]`);
    const group = choice.startsWith(MIX) ? undefined : input?.closest("fieldset.choice-field")?.querySelector("legend")?.firstChild?.textContent;
    const name = group ?? this.#labelOf(input) ?? this.#word(`choice.${choice}`) ?? choice;
    return [name.trim(), this.#valueText(choice, value, input)];
  }

  #labelOf(input: HTMLInputElement | HTMLSelectElement | null): string | undefined {
    return input?.labels?.[0]?.firstChild?.textContent ?? undefined;
  }

  #valueText(choice: string, value: string, input: HTMLInputElement | HTMLSelectElement | null): string {
    if (value === "") return "–";
    if (input instanceof HTMLSelectElement) return [...input.options].find((option) => option.value === value)?.text ?? value;
    const radio = this.#form.querySelector(`[name="${CSS.escape(choice)}"][value="${CSS.escape(value)}"] + span`);
    if (radio !== null) return radio.textContent ?? value;
    if (input?.type === "range" && Number.isFinite(Number(value))) {
      const unit = input.closest(".slider")?.querySelector(".unit")?.textContent ?? "";
      return `${numberText(choice.startsWith(MIX) ? Number(value) * 100 : Number(value), this.#words.lang)} ${unit}`.trim();
    }
    return value === "true" ? "✓" : value === "false" ? "–" : (this.#word(`choice_value.${choice}.${value}`) ?? value);
  }

  /** What a choice that has no field here, or a value of it, is called. */
  #word(key: string): string | undefined {
    const text = this.#words(`configure.live.${key}`);
    return text === `configure.live.${key}` ? undefined : text;
  }

  /** Show the choices. */
  show(choices: Choices): void {
    this.#choices = choices;
    for (const box of this.#form.querySelectorAll<HTMLInputElement>("[data-free-of]")) this.#showFree(box, choices);
    for (const typed of this.#form.querySelectorAll<HTMLInputElement>("[data-typed]")) this.#showTyped(typed, choices);
    for (const input of this.#form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")) {
      const value = choices[input.name] ?? DEFAULTS[input.name];
      if (input instanceof HTMLInputElement && input.type === "radio") input.checked = input.value === value;
      else if (input instanceof HTMLInputElement && input.type === "checkbox") input.checked = value === "true";
      else if (input instanceof HTMLInputElement && input.type === "range") this.#showRange(input, choices);
      else if (input.name === "building") this.#showBuilding(input as HTMLSelectElement, choices);
      else setValue(input, (value ?? "").split("@")[0] ?? "");
    }
  }

  #valueOf(name: string, choices: Choices): string | undefined {
    const given = choices[name] ?? DEFAULTS[name];
    return name.startsWith(MIX) && given !== undefined ? String(Math.round(Number(given) * 100)) : given;
  }

  #showRange(input: HTMLInputElement, choices: Choices): void {
    const given = this.#valueOf(input.name, choices) ?? input.dataset["free"];
    if (given !== undefined) setValue(input, given);
  }

  /** The number beside a slider; empty where the choice is left to the engine or to its kind. What is being typed stays. */
  #showTyped(input: HTMLInputElement, choices: Choices): void {
    const name = input.dataset["typed"] ?? "";
    const value = this.#valueOf(name, choices) ?? (name.startsWith(MIX) && this.#wished(choices) ? "0" : "");
    if (input !== document.activeElement || input.value === "" || input.checkValidity()) setValue(input, value);
  }

  #wished(choices: Choices): boolean {
    return Object.keys(choices).some((name) => name.startsWith(MIX));
  }

  #showFree(box: HTMLInputElement, choices: Choices): void {
    const choice = box.dataset["freeOf"] ?? "";
    box.checked = choice === MIX ? !this.#wished(choices) : choices[choice] === undefined;
    const field = box.closest("fieldset");
    field?.classList.toggle("free", box.checked);
    for (const input of field?.querySelectorAll<HTMLInputElement>("input[type=range], input[type=number]") ?? []) input.disabled = box.checked;
  }

  #showValue(name: string, value: string): void {
    const typed = this.#form.querySelector<HTMLInputElement>(`[data-typed="${CSS.escape(name)}"]`);
    if (typed !== null) setValue(typed, value);
  }

  #showBuilding(select: HTMLSelectElement, choices: Choices): void {
    const own = choices["doc"] !== undefined || choices["roof"] !== undefined || choices["length"] !== undefined;
    let option = select.querySelector<HTMLOptionElement>('option[value=""]');
    if (own && option === null) {
      option = h("option", { value: "" }, this.#words("configure.live.own_building"));
      select.append(option);
    }
    if (!own) option?.remove();
    select.value = own ? "" : (choices["building"] ?? DEFAULTS["building"] ?? "");
  }

  /** Show what can be chosen of the concept and the building that stand there now. */
  offer(view: LiveView, choices: Choices): void {
    this.#view = view;
    for (const radio of this.#form.querySelectorAll<HTMLInputElement>(`[name="${STOREYS}"]`)) {
      const most = Math.max(view.concept.max_storeys, Number(choices[STOREYS] ?? 1), 1);
      (radio.parentElement as HTMLElement).hidden = Number(radio.value) > most;
    }
    for (const [name, allowed, chosen] of [["access", view.concept.accesses, view.chosen.access], ["support", view.concept.supports, view.chosen.support]] as const) {
      for (const radio of this.#form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) {
        radio.disabled = radio.value !== "auto" && !allowed.includes(radio.value) && choices[name] !== radio.value;
      }
      this.#sayChosen(name, choices[name] === undefined ? chosen : null);
    }
    const gallery = view.chosen.access === "gallery";
    this.#form.querySelector('[name="gallery.side"]')?.closest("fieldset")?.classList.toggle("not-asked", !gallery);
    this.#sayChosen("gallery.side", gallery && choices["gallery.side"] === undefined ? view.chosen.gallery_side : null);
    this.#offerEdges(view.wings[0]?.edges ?? [], choices);
    this.#offerProduct(view, choices);
    this.#sayWidths(view, choices);
    this.show(choices);
  }

  /** Which widths the engine takes where it may choose. */
  #sayWidths(view: LiveView, choices: Choices): void {
    const widths = [...new Set(view.chosen.module_widths_mm)].sort((a, b) => a - b).map((width) => numberText(width, this.#words.lang));
    const place = this.#form.querySelector(`[data-chosen="${WIDTH}"]`);
    if (place !== null) place.textContent = choices[WIDTH] !== undefined || widths.length === 0 ? "" : `${widths.slice(0, 3).join(", ")}${widths.length > 3 ? " …" : ""} mm`;
  }

  /** Beside a choice that is left to the engine: what it chose. */
  #sayChosen(name: string, chosen: string | null): void {
    const place = this.#form.querySelector(`[data-chosen="${CSS.escape(name)}"]`);
    const label = this.#form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(chosen ?? "")}"]`)?.parentElement?.textContent?.trim();
    if (place !== null) place.textContent = label === undefined ? "" : this.#words("configure.live.chosen", { what: label });
  }

  #slider(name: string, label: string, range: { min: number; max: number; step: number; start: number }, unit: string, placeholder = ""): HTMLDivElement {
    const id = `o-${name}`;
    return h("div", { class: "slider" },
      h("label", { for: id }, label),
      h("span", { class: "typed" }, h("input", { type: "number", "data-typed": name, min: range.min, max: range.max, step: 1, placeholder, "aria-label": label }), " ", h("span", { class: "unit" }, unit)),
      h("input", { type: "range", id, name, min: range.min, max: range.max, step: range.step, value: range.start, "data-free": range.start }));
  }

  /** A choice that can be left to the engine. */
  #free(choice: string, label: string): HTMLLabelElement {
    return h("label", { class: "check free-of" }, h("input", { type: "checkbox", "data-free-of": choice }), label);
  }

  #offerEdges(edges: readonly LiveEdge[], choices: Choices): void {
    const key = edges.map((edge) => `${edge.id}${edge.kind}`).join();
    const root = byId("edges");
    if (key === this.#edgesFor) return;
    this.#edgesFor = key;
    const start = (kind: string): number => Number(choices[`setback_mm.${kind}`] ?? DEFAULTS[`setback_mm.${kind}`] ?? 0);
    fill(root,
      ...edges.filter((edge) => edge.kind !== "joint").slice(0, 24).map((edge) => {
        const kind = this.#words(`configure.live.edge_kind.${edge.kind}`);
        const label = this.#words("configure.live.edge", { id: edge.id, kind });
        return this.#slider(`${EDGE}${edge.id}`, label, { min: 0, max: 6000, step: 100, start: start(edge.kind) }, "mm", String(start(edge.kind)));
      }),
      h("button", { type: "button", class: "quiet", "data-clear": EDGE }, this.#words("configure.live.as_kind")));
    root.dispatchEvent(new CustomEvent("optop-edges", { bubbles: true }));
  }

  #offerProduct(view: LiveView, choices: Choices): void {
    const { concept } = view;
    const key = `${concept.id}@${concept.version}`;
    const root = byId("product-choices");
    if (key === this.#productFor) return;
    this.#productFor = key;
    const types = Object.entries(concept.dwelling_types);
    const width = { min: concept.width.min_mm, max: concept.width.max_mm, step: concept.width.step_mm, start: Number(choices[WIDTH] ?? concept.width.max_mm) };
    fill(root,
      h("h2", {}, this.#words("configure.live.product")),
      h("fieldset", { class: "choice-field" },
        h("legend", {}, this.#words("configure.live.width"), h("span", { class: "chosen-by", "data-chosen": WIDTH })),
        this.#free(WIDTH, this.#words("configure.live.width_free")),
        this.#slider(WIDTH, this.#words("configure.live.width_fixed"), width, "mm")),
      types.length > 1 && h("fieldset", { class: "choice-field mix" },
        h("legend", {}, this.#words("configure.live.mix")),
        this.#free(MIX, this.#words("configure.live.no_wish")),
        ...types.map(([id, name]) => this.#slider(`${MIX}${id}`, name, { min: 0, max: 100, step: 5, start: 0 }, "%"))));
  }
}
