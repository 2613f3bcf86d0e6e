/** Configure: the choices stand in the address, every change asks for a preview, and one answer renews everything that is shown. */
import { buildingDialog } from "../building/dialog.ts";
import { loadDiagram } from "../charts/load_diagram.ts";
import { loadTable } from "../charts/load_table.ts";
import type { Shown } from "../charts/load_bars.ts";
import { AROUND, askedOf, type Choices, chosen, comparedAddress, fixChanges, readAddress, writeAddress } from "../configure/address.ts";
import { type Changes, Controls } from "../configure/controls.ts";
import { offerDownloads } from "../configure/downloads.ts";
import { Figures } from "../configure/figures.ts";
import { openFinding, showFindings, showUnknowns } from "../configure/findings.ts";
import { begun, done, type History, redone, undone } from "../configure/history.ts";
import { Inspector, type Selection } from "../configure/inspector.ts";
import type { JsonObject, LiveView } from "../configure/live_view.ts";
import { packed, unpacked } from "../configure/packing.ts";
import { drawForPrint, preparePrint } from "../configure/print.ts";
import { type Outcome, Previews } from "../configure/previews.ts";
import { Stage } from "../configure/stage.ts";
import { type Mass, readMasses, written } from "../configure/surroundings.ts";
import { letterOf, MOST_KEPT, showVariants, type Variant } from "../configure/variants.ts";
import { showWorst } from "../configure/worst.ts";
import { byId, fill, h } from "../dom/element.ts";
import type { Lang } from "../words/numbers.ts";
import { wordsOf } from "../words/texts.ts";

interface Known {
  readonly lang: Lang;
  readonly view: LiveView | null;
  readonly problem: string;
  readonly building: JsonObject | null;
}

const LONG_ADDRESS = 4000;
/** The address follows a choice after its answer, or after this long: to write it takes longer than to ask. */
const ADDRESS_MS = 200;
/** What may come next is asked for when nothing was chosen for this long, and the model is drawn. */
const REST_MS = 60;

class Workbench {
  readonly #known = JSON.parse(byId("known").textContent ?? "{}") as Known;
  readonly #words = wordsOf(JSON.parse(byId("texts").textContent ?? "{}") as Record<string, string>, this.#known.lang);
  readonly #documents = new Map<string, JsonObject>();
  readonly #figures = new Figures(byId("figures"), this.#words);
  readonly #previews = new Previews((outcome) => this.#told(outcome));
  readonly #stage: Stage;
  readonly #controls: Controls;
  readonly #inspector: Inspector;
  #history: History<Choices> = begun(readAddress(location.search));
  #moving: Choices = this.#history.now;
  #view: LiveView | null = null;
  #selected: Selection = null;
  #level: Shown = "foundation";
  #kept: Variant[] = [];
  #addressing: number | undefined;
  /** What was chosen before the last change, for what may come next. */
  #before: Choices = this.#moving;
  #resting: number | undefined;
  #diagramWidth = 0;
  #findingsShown = "";
  #around: { readonly packed: string | undefined; readonly masses: readonly Mass[] } = { packed: undefined, masses: [] };

  constructor() {
    const words = this.#words;
    if (this.#known.building !== null && this.#moving["doc"] !== undefined) this.#documents.set(this.#moving["doc"], this.#known.building);
    this.#stage = new Stage(words, {
      choose: (selection) => this.#select(selection),
      openFinding,
      redraw: () => void this.#ask(),
    });
    this.#controls = new Controls(byId<HTMLFormElement>("choices"), words, {
      moving: (changes) => this.#change(changes, "moving"),
      settled: (changes) => this.#change(changes, "settled"),
      edge: (id) => this.#stage.edge(id),
    });
    this.#inspector = new Inspector({ root: byId("details"), words, close: () => this.#select(null), asked: () => this.#asked() });
    byId("edges").addEventListener("optop-edges", () => this.#controls.show(this.#moving));
    byId("undo").addEventListener("click", () => this.#travel(undone(this.#history)));
    byId("redo").addEventListener("click", () => this.#travel(redone(this.#history)));
    byId("level").addEventListener("change", (event) => this.#showLevel((event.target as HTMLInputElement).value as Shown));
    byId("share").addEventListener("click", () => void this.#share());
    preparePrint(words, () => (this.#view === null ? null : { view: this.#view, choices: this.#moving, name: (choice, value) => this.#controls.nameOf(choice, value) }));
    byId("print").addEventListener("click", () => void this.#print());
    byId("keep").addEventListener("click", () => this.#keep());
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    new ResizeObserver(([entry]) => {
      this.#diagramWidth = entry?.contentRect.width ?? 0;
      this.#diagram();
      this.#stage.resized();
    }).observe(byId("load-diagram"));
    const table = byId("load-table").closest("details");
    table?.addEventListener("toggle", () => table.open && this.#table());
    addEventListener("beforeprint", () => this.#table());
    buildingDialog(words, (changes, document, around) => void this.#otherBuilding(changes, document, around));
    offerDownloads(byId("downloads"), words, () => this.#asked());
  }

  async begin(): Promise<void> {
    this.#controls.show(this.#moving);
    await this.#lookAround();
    if (this.#known.view !== null) this.#show(this.#known.view);
    await this.#stage.begin();
    document.documentElement.setAttribute("data-ready", "");
  }

  #asked(choices: Choices = this.#moving): JsonObject {
    return { ...askedOf(choices, this.#documents.get(choices["doc"] ?? "") ?? null), lang: this.#words.lang };
  }

  /** With the drawing that is on the screen. */
  #askedToSee(choices: Choices): JsonObject {
    return { ...this.#asked(choices), drawing: this.#stage.drawing, storey: this.#stage.storey };
  }

  async #ask(): Promise<void> {
    const doc = this.#moving["doc"];
    if (doc !== undefined && !this.#documents.has(doc)) this.#documents.set(doc, await unpacked(doc));
    await this.#lookAround();
    clearTimeout(this.#resting);
    this.#previews.ask(this.#askedToSee(this.#moving));
    byId("bench").dataset["state"] = "computing";
  }

  #change(changes: Changes, how: "moving" | "settled"): void {
    const base = how === "moving" ? this.#history.now : this.#moving;
    const next = chosen(base, changes);
    const asks = writeAddress(next) !== writeAddress(this.#moving);
    if (asks) this.#before = this.#moving;
    this.#moving = next;
    if (how === "settled") this.#history = done(this.#history, next, (a, b) => writeAddress(a) === writeAddress(b));
    if (asks) void this.#ask();
    this.#historyButtons();
    this.#addressIn(ADDRESS_MS);
  }

  #travel(history: History<Choices>): void {
    if (history === this.#history) return;
    this.#history = history;
    this.#moving = history.now;
    void this.#ask();
    this.#controls.show(this.#moving);
    this.#historyButtons();
    this.#addressIn(ADDRESS_MS);
  }

  #historyButtons(): void {
    byId<HTMLButtonElement>("undo").disabled = this.#history.past.length === 0;
    byId<HTMLButtonElement>("redo").disabled = this.#history.future.length === 0;
  }

  #addressIn(ms: number): void {
    clearTimeout(this.#addressing);
    this.#addressing = setTimeout(() => this.#settleAddress(), ms) as unknown as number;
  }

  #settleAddress(): void {
    byId<HTMLAnchorElement>("compare-here").search = comparedAddress(this.#moving);
    const query = writeAddress(this.#moving);
    const search = query === "" ? "" : `?${query}`;
    if (search === location.search) return;
    history.replaceState(null, "", `${location.pathname}${search}`);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-language-link]")) link.search = search;
  }

  #shortcut(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector("dialog[open]") !== null) return;
    if (event.key.toLowerCase() === "p") {
      event.preventDefault();
      void this.#print();
      return;
    }
    const typing = event.target instanceof HTMLInputElement && ["text", "number", "search"].includes(event.target.type);
    const key = event.key.toLowerCase();
    if (typing || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    this.#travel(key === "y" || event.shiftKey ? redone(this.#history) : undone(this.#history));
  }

  #told(outcome: Outcome): void {
    const trouble = byId("trouble");
    if (outcome.kind === "answer") {
      trouble.hidden = true;
      this.#show(outcome.view);
      this.#addressIn(0);
      this.#lookAhead();
      return;
    }
    this.#settleAddress();
    const words = this.#words;
    const texts = { refused: () => words("configure.live.refused", { detail: outcome.kind === "refused" ? outcome.detail : "" }), lost: () => words("configure.live.lost"), slow: () => words("configure.live.slow") };
    const retry = outcome.kind === "lost" ? h("button", { type: "button" }, words("configure.live.retry")) : null;
    retry?.addEventListener("click", () => this.#previews.again());
    if (outcome.kind === "refused") byId<HTMLDetailsElement>("building-facts").open = true; // where what is lacking can be said
    fill(trouble, texts[outcome.kind](), retry !== null && " ", retry);
    trouble.hidden = false;
    byId("bench").dataset["state"] = outcome.kind;
  }

  #show(view: LiveView): void {
    this.#view = view;
    const words = this.#words;
    const bench = byId("bench");
    bench.dataset["state"] = "shown";
    bench.dataset["digest"] = view.digest;
    bench.dataset["answers"] = String(Number(bench.dataset["answers"] ?? 0) + 1);
    this.#figures.show(view);
    showWorst(byId("figures"), view.loads, words, (id) => this.#select({ kind: "line", id }));
    const { known, assumed, unknown } = view.knowledge;
    byId("building-known").textContent = words("configure.live.knowledge", { known, assumed, unknown });
    byId("said").textContent = words("configure.live.computed", { dwellings: Number(view.summary["dwellings"] ?? 0), modules: Number(view.summary["modules"] ?? 0) });
    const actions = {
      apply: (finding: LiveView["findings"][number]) => this.#change(fixChanges(finding.fix ?? {}), "settled"),
      point: (finding: LiveView["findings"][number]) => this.#stage.point(finding),
      open: openFinding,
      name: (choice: string, value: string) => this.#controls.nameOf(choice, value).join(": "),
    };
    const findings = JSON.stringify(view.findings);
    if (findings !== this.#findingsShown) {
      this.#findingsShown = findings;
      showFindings(byId("findings"), byId("findings-count"), view, words, actions);
      showUnknowns(byId("unknowns"), byId("askers"), view, words, actions);
    }
    if (byId("load-table").closest("details")?.open === true) this.#table();
    this.#diagram();
    this.#inspector.show(this.#selected, view);
    this.#controls.offer(view, this.#moving);
    this.#stage.show(view, this.#selected, this.#around.masses);
    if (this.#kept.length > 0) this.#compare();
  }

  /** At rest, have the next step of the same slider computed. */
  #lookAhead(): void {
    clearTimeout(this.#resting);
    const next = this.#controls.following(this.#before, this.#moving);
    if (next !== null) this.#resting = setTimeout(() => this.#previews.foresee(this.#askedToSee(next)), REST_MS) as unknown as number;
  }

  #select(selection: Selection): void {
    this.#selected = selection;
    if (this.#view !== null) this.#inspector.show(selection, this.#view);
    this.#stage.select(selection);
    this.#diagram();
  }

  #showLevel(level: Shown): void {
    this.#level = level;
    this.#diagram();
  }

  /** The table of loads, which is made only where somebody sees it. */
  #table(): void {
    if (this.#view !== null) fill(byId("load-table"), loadTable(this.#view.loads, this.#words));
  }

  #diagram(): void {
    const root = byId("load-diagram");
    const view = this.#view;
    if (view === null || this.#diagramWidth === 0) return; // to ask the page for the width would lay it out anew first
    const focused = document.activeElement instanceof SVGElement && root.contains(document.activeElement) ? document.activeElement.dataset["line"] : undefined;
    const wide = Math.max(this.#diagramWidth, 480);
    const selected = this.#selected?.kind === "line" ? this.#selected.id : null;
    const tell = (numbers: string | null): void => void (byId("load-told").textContent = numbers ?? this.#words("configure.live.loads.explain"));
    const options = { words: this.#words, shown: this.#level, width: wide, height: 188, selected, choose: (id: string) => this.#select({ kind: "line", id }), tell };
    const wings = view.wings.filter((wing) => wing.lines.length > 0);
    fill(root, ...wings.flatMap((wing) => [wings.length > 1 && h("h3", { class: "wing-name" }, this.#words("configure.live.wing", { key: wing.key })), loadDiagram(wing, view.loads, options)]));
    if (focused !== undefined) root.querySelector<SVGElement>(`[data-line="${CSS.escape(focused)}"]`)?.focus();
  }

  async #otherBuilding(changes: Changes, document: JsonObject | null, around: readonly Mass[]): Promise<void> {
    if (document === null) return this.#change(changes, "settled");
    const doc = await packed(document);
    this.#documents.set(doc, document);
    const near = around.length === 0 ? {} : { [AROUND]: await packed(written(around)) };
    this.#change({ ...changes, doc, ...near }, "settled");
  }

  /** Read what stands around the building from the address, where it changed; what cannot be read is not shown. */
  async #lookAround(): Promise<void> {
    const text = this.#moving[AROUND];
    if (text === this.#around.packed) return;
    const found = text === undefined ? [] : readMasses(await unpacked(text).catch(() => ({})));
    this.#around = { packed: text, masses: found };
  }

  async #share(): Promise<void> {
    const words = this.#words;
    this.#settleAddress();
    await navigator.clipboard.writeText(location.href).catch(() => undefined);
    const size = location.href.length;
    byId("share-said").textContent = size > LONG_ADDRESS ? words("configure.live.share.long", { size }) : words("configure.live.share.done");
  }

  /** Plan and section come from the service before the sheet is printed. */
  async #print(): Promise<void> {
    await drawForPrint(async (drawing) => {
      const body = JSON.stringify({ ...this.#asked(), drawing });
      const response = await fetch("/v1/previews", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      return response.ok ? (((await response.json()) as LiveView).drawing ?? "") : "";
    });
    window.print();
  }

  #keep(): void {
    if (this.#view === null) return;
    if (this.#kept.length >= MOST_KEPT) {
      byId("share-said").textContent = this.#words("configure.live.compare.full");
      return;
    }
    this.#kept.push({ choices: this.#moving, view: this.#view });
    byId("share-said").textContent = this.#words("configure.live.compare.kept", { letter: letterOf(this.#kept.length - 1) });
    this.#compare();
  }

  #compare(): void {
    const panel = byId("variants");
    panel.hidden = this.#kept.length === 0;
    if (this.#view === null) return;
    showVariants(byId("variants-table"), this.#kept, { choices: this.#moving, view: this.#view }, this.#words, {
      name: (choice, value) => this.#controls.nameOf(choice, value),
      open: (index) => this.#open(index),
      remove: (index) => {
        this.#kept.splice(index, 1);
        this.#compare();
      },
    });
  }

  #open(index: number): void {
    const variant = this.#kept[index];
    if (variant === undefined) return;
    this.#travel(done(this.#history, variant.choices, (a, b) => writeAddress(a) === writeAddress(b)));
  }
}

void new Workbench().begin();
