/** The engine's own drawings on the stage: as SVG without script, and as large as the stage, without the frame of the sheet. */
const MARGIN_MM = 4;

/** A drawing as an element; it comes from our own service and is parsed as SVG, so that no script in it could run. */
export function parsedDrawing(text: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return document.importNode(parsed, true) as unknown as SVGSVGElement;
}

/** Leave out what belongs to the sheet on paper; of plans all that is not a storey. The sheet itself is among the downloads. */
export function withoutSheet(svg: SVGSVGElement, drawing: "plan" | "section"): void {
  const frame = svg.querySelector(":scope > rect + path");
  for (const part of [svg.querySelector(":scope > rect"), frame]) part?.remove();
  if (drawing === "section" || svg.querySelector(":scope > g[data-id]") === null) return;
  for (const part of [...svg.children]) if (part.tagName !== "g" && part.tagName !== "title" && part.tagName !== "defs") part.remove();
}

/** Let the view be what is drawn; only while it is on the screen can that be measured. */
export function fitted(svg: SVGSVGElement): void {
  const box = svg.getBBox();
  if (box.width === 0 || box.height === 0) return;
  svg.setAttribute("viewBox", `${box.x - MARGIN_MM} ${box.y - MARGIN_MM} ${box.width + 2 * MARGIN_MM} ${box.height + 2 * MARGIN_MM}`);
  svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "100%");
}
