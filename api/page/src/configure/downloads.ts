/** Files of the configuration that is shown, with how far they are. */
import { h } from "../dom/element.ts";
import { numberText } from "../words/numbers.ts";
import type { Words } from "../words/texts.ts";
import type { JsonObject } from "./live_view.ts";

const FORMATS = ["ifc", "glb", "svg", "dxf", "csv", "pdf", "json"] as const;

function saved(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function received(response: Response, progress: (bytes: number) => void): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    bytes += part.value.byteLength;
    progress(bytes);
  }
  return new Blob(parts, { type: response.headers.get("Content-Type") ?? "" });
}

/** The answer to a request; a problem is thrown with the sentence that the service gives. */
async function answered(request: Promise<Response>): Promise<Response> {
  const response = await request;
  if (!response.ok) throw new Error(((await response.json()) as { detail?: string }).detail ?? String(response.status));
  return response;
}

/** Have the service keep the configuration that is shown, as any program would; its digest is its address. */
async function keptDigest(asked: JsonObject): Promise<string> {
  const post = (address: string, body: string): Promise<Response> =>
    answered(fetch(address, { method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang }, body }));
  const request = await (await post("/v1/previews/request", JSON.stringify(asked))).text();
  return ((await (await post("/v1/configurations", request)).json()) as { digest: string }).digest;
}

function fileName(response: Response, format: string): string {
  return /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? `optop.${format}`;
}

/** Fill the list of formats; `asked` says what is shown at the moment of the click. */
export function offerDownloads(root: HTMLElement, words: Words, asked: () => JsonObject): void {
  const said = h("p", { class: "small", role: "status" });
  const meter = h("progress", { hidden: true, "aria-label": words("configure.live.download.progress") });
  const fetched = async (format: string): Promise<void> => {
    const name = words(`configure.live.download.${format}`);
    said.textContent = words("configure.live.download.busy", { name });
    meter.hidden = false;
    meter.removeAttribute("value");
    try {
      const digest = await keptDigest(asked());
      const response = await answered(fetch(`/v1/configurations/${digest}.${format}?lang=${words.lang}`));
      const whole = Number(response.headers.get("Content-Length") ?? 0);
      if (whole > 0) meter.max = whole;
      const content = await received(response, (bytes) => (meter.value = Math.min(bytes, whole)));
      saved(content, fileName(response, format));
      said.textContent = words("configure.live.download.done", { name, size: numberText(Math.ceil(content.size / 1000), words.lang) });
    } catch (error) {
      said.textContent = words("configure.live.download.failed", { name, detail: error instanceof TypeError ? words("configure.live.lost_short") : String((error as Error).message) });
    } finally {
      meter.hidden = true;
    }
  };
  const buttons = FORMATS.map((format) => {
    const button = h("button", { type: "button", "data-format": format }, words(`configure.live.download.${format}`));
    button.addEventListener("click", () => void fetched(format));
    return button;
  });
  root.replaceChildren(h("p", { class: "actions" }, ...buttons), meter, said);
}
