/** Draw a roof's outline: corners by mouse or finger on a plane in metres, or as numbers in the table beside it. */
import type { Point } from "../configure/live_view.ts";
import { fill, h, s } from "../dom/element.ts";
import { numberText } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";
import { outlineProblem, outlineText, sideLength, signedArea, snapped } from "./outline.ts";

const WIDE_M = 84;
const HIGH_M = 56;
const EDGE_M = 6;

export class DrawOutline {
  readonly #form: HTMLFormElement;
  readonly #plan: SVGSVGElement;
  readonly #layer = s("g");
  readonly #words: Words;
  #corners: Point[] = [[0, 0], [60, 0], [60, 10.5], [0, 10.5]];
  #dragged: number | null = null;
  #hover: Point | null = null;

  constructor(form: HTMLFormElement, words: Words, use: (roof: string) => void) {
    this.#form = form;
    this.#words = words;
    this.#plan = s("svg", { viewBox: `${-EDGE_M} ${-HIGH_M + EDGE_M} ${WIDE_M} ${HIGH_M}`, role: "img", "aria-label": words("configure.live.draw.plan") }, this.#grid(), this.#layer);
    fill(this.#part("draw-plan"), this.#plan);
    this.#plan.addEventListener("pointerdown", (event) => this.#down(event));
    this.#plan.addEventListener("pointermove", (event) => this.#move(event));
    this.#plan.addEventListener("pointerup", () => (this.#dragged = null));
    this.#plan.addEventListener("pointerleave", () => { this.#hover = null; this.#show(); });
    this.#part("add-corner").addEventListener("click", () => this.#set([...this.#corners, this.#corners.at(-1) ?? [0, 0]]));
    this.#part("clear-corners").addEventListener("click", () => this.#set([]));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const problem = outlineProblem(this.#corners);
      this.#part("draw-problem").textContent = problem === null ? "" : words(`configure.live.draw.${problem}`);
      if (problem === null) use(outlineText(this.#corners));
    });
    this.#set(this.#corners);
  }

  #part(id: string): HTMLElement {
    return this.#form.querySelector<HTMLElement>(`#${id}`) as HTMLElement;
  }

  #grid(): SVGGElement {
    const lines = (count: number, from: number, line: (at: number) => SVGLineElement): SVGLineElement[] => Array.from({ length: count + 1 }, (_, i) => line(from + i));
    const weight = (at: number): string => (at % 10 === 0 ? "ten" : "one");
    return s("g", { class: "grid" },
      ...lines(WIDE_M, -EDGE_M, (x) => s("line", { x1: x, x2: x, y1: EDGE_M, y2: -HIGH_M + EDGE_M, class: weight(x) })),
      ...lines(HIGH_M, -HIGH_M + EDGE_M, (y) => s("line", { x1: -EDGE_M, x2: WIDE_M - EDGE_M, y1: y, y2: y, class: weight(y) })));
  }

  #at(event: PointerEvent): Point {
    const matrix = this.#plan.getScreenCTM();
    if (matrix === null) return [0, 0];
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return [point.x, -point.y];
  }

  #down(event: PointerEvent): void {
    const at = this.#at(event);
    const near = this.#corners.findIndex((corner) => sideLength(corner, at) < 1);
    this.#plan.setPointerCapture(event.pointerId);
    if (near >= 0) {
      this.#dragged = near;
      return;
    }
    this.#set([...this.#corners, snapped(at, this.#corners)]);
    this.#dragged = this.#corners.length - 1;
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    if (this.#dragged === null) {
      this.#hover = snapped(at, this.#corners);
      this.#show();
      return;
    }
    const others = this.#corners.filter((_, i) => i !== this.#dragged);
    this.#set(this.#corners.map((corner, i) => (i === this.#dragged ? snapped(at, others) : corner)));
  }

  #set(corners: Point[]): void {
    this.#corners = corners;
    this.#show();
    this.#table();
  }

  #show(): void {
    const points = this.#corners.map(([x, y]) => `${x},${-y}`).join(" ");
    const sides = this.#corners.length < 2 ? [] : this.#corners.map((a, i) => [a, this.#corners[(i + 1) % this.#corners.length] as Point] as const);
    fill(this.#layer,
      s("polygon", { points, class: "roof" }),
      ...sides.map(([a, b]) => this.#dimension(a, b)),
      ...this.#corners.map(([x, y], i) => s("g", {}, s("circle", { cx: x, cy: -y, r: 0.6, class: "corner" }), s("text", { x: x + 0.9, y: -y - 0.9, class: "number" }, String(i + 1)))),
      this.#hover !== null && s("circle", { cx: this.#hover[0], cy: -this.#hover[1], r: 0.35, class: "hover" }));
  }

  /** The length of a side, written along it on the outside. */
  #dimension(a: Point, b: Point): SVGTextElement {
    const outwards = signedArea(this.#corners) < 0 ? -1 : 1;
    const length = Math.max(sideLength(a, b), 0.01);
    const [dx, dy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const [x, y] = [(a[0] + b[0]) / 2 + dy * 1.5 * outwards, (a[1] + b[1]) / 2 - dx * 1.5 * outwards];
    const slope = (Math.atan2(-dy, dx) * 180) / Math.PI;
    const upright = Math.abs(slope) > 90.5 ? slope + 180 : slope;
    return s("text", { x, y: -y, class: "dimension", transform: `rotate(${upright} ${x} ${-y})` }, numberText(sideLength(a, b), this.#words.lang, 2));
  }

  #table(): void {
    const body = this.#form.querySelector("#corners tbody");
    if (body === null || body.contains(document.activeElement) && body.childElementCount === this.#corners.length) return;
    fill(body, ...this.#corners.map((corner, i) => this.#row(corner, i)));
  }

  #row(corner: Point, index: number): HTMLTableRowElement {
    const next = this.#corners[(index + 1) % this.#corners.length] as Point;
    const side = h("td", { class: "number" }, numberText(sideLength(corner, next), this.#words.lang, 2));
    const field = (axis: 0 | 1): HTMLInputElement => {
      const name = `${this.#words("configure.live.draw.corner", { number: index + 1 })} ${axis === 0 ? "x" : "y"}`;
      const input = h("input", { type: "number", step: "0.01", value: Number(corner[axis].toFixed(2)), "aria-label": name });
      input.addEventListener("input", () => {
        if (!Number.isFinite(input.valueAsNumber)) return;
        const own = this.#corners[index] as Point;
        const moved: Point = axis === 0 ? [input.valueAsNumber, own[1]] : [own[0], input.valueAsNumber];
        this.#corners = this.#corners.map((one, i) => (i === index ? moved : one));
        this.#show();
      });
      return input;
    };
    const remove = h("button", { type: "button", class: "quiet", "aria-label": this.#words("configure.live.draw.remove", { number: index + 1 }) }, "✕");
    remove.addEventListener("click", () => this.#set(this.#corners.filter((_, i) => i !== index)));
    return h("tr", {}, h("th", {}, String(index + 1)), h("td", {}, field(0)), h("td", {}, field(1)), side, h("td", {}, remove));
  }
}
