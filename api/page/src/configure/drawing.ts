/** The engine's own drawings on the stage: as SVG without script, and as wide as the stage. The sheets are among the downloads. */
import type { Axis } from "../charts/axis.ts";
import { s } from "../dom/element.ts";
import type { LiveEdge, Point } from "./live_view.ts";

const MARGIN_MM = 4;

/** A drawing as an element; it comes from our own service and is parsed as SVG, so that no script in it could run. */
export function parsedDrawing(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return document.importNode(parsed, true) as unknown as SVGSVGElement;
}

/** Mark a roof edge in every storey of a plan; each says by a line without weight where the low side of its roof lies. */
export function markEdge(svg: SVGSVGElement, edge: LiveEdge | undefined, outline_m: readonly Point[]): void {
  for (const mark of svg.querySelectorAll(".edge-mark")) mark.remove();
  if (edge === undefined) return;
  const low = [0, 1].map((i) => Math.min(...outline_m.map((point) => point[i as 0 | 1]))) as unknown as Point;
  const long = Math.max(...outline_m.map(([u]) => u)) - low[0];
  for (const line of svg.querySelectorAll<SVGLineElement>('[data-id="length"] line')) {
    const [x, y, perM] = [line.x1.baseVal.value, line.y1.baseVal.value, (line.x2.baseVal.value - line.x1.baseVal.value) / long];
    const at = ([u, v]: Point): Point => [x + (u - low[0]) * perM, y - (v - low[1]) * perM];
    const [[x1, y1], [x2, y2]] = [at(edge.start_m), at(edge.end_m)];
    svg.append(s("line", { x1, y1, x2, y2, class: "edge-mark" }));
  }
}

/** Let the plan have the axis of the load diagram: the roof's own ends stand where the axis has them. False where the drawing does not say its length. */
export function aligned(svg: SVGSVGElement, axis: Axis, width: number): boolean {
  const line = svg.querySelector<SVGLineElement>('[data-id="length"] line');
  const box = svg.getBBox();
  if (line === null || box.height === 0) return false;
  const [low, high] = [line.x1.baseVal.value, line.x2.baseVal.value];
  const [left, right] = [axis.at(axis.ends_m[0]), axis.at(axis.ends_m[1])];
  const perMm = (right - left) / (high - low);
  const tall = box.height + 2 * MARGIN_MM;
  svg.setAttribute("viewBox", `${low - left / perMm} ${box.y - MARGIN_MM} ${width / perMm} ${tall}`);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(tall * perMm));
  return true;
}

/** Let the view be what is drawn; only while it is on the screen can that be measured. */
export function fitted(svg: SVGSVGElement): void {
  const box = svg.getBBox();
  if (box.width === 0 || box.height === 0) return;
  svg.setAttribute("viewBox", `${box.x - MARGIN_MM} ${box.y - MARGIN_MM} ${box.width + 2 * MARGIN_MM} ${box.height + 2 * MARGIN_MM}`);
  svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
  svg.setAttribute("width", "100%");
  svg.removeAttribute("height");
}
