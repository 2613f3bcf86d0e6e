/** The engine's own drawings on the stage: as SVG without script, and as wide as the stage. The sheets are among the downloads. */
import type { Axis } from "../charts/axis.ts";

const MARGIN_MM = 4;

/** A drawing as an element; it comes from our own service and is parsed as SVG, so that no script in it could run. */
export function parsedDrawing(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return document.importNode(parsed, true) as unknown as SVGSVGElement;
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
