/** What a sheet on paper needs beside what the screen shows: what was chosen, when, and where the same can be seen again. */
import { byId, fill, h } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import type { Choices } from "./address.ts";
import { AROUND, SOURCES } from "./address.ts";
import { fitted, parsedDrawing } from "./drawing.ts";
import type { LiveView } from "./live_view.ts";

export interface Printed {
  readonly view: LiveView;
  readonly choices: Choices;
  readonly name: (choice: string, value: string) => readonly [string, string];
}

const LONGEST_ADDRESS = 300;
const SHORT_DIGEST = 8;

/** The choices that differ from their defaults, in words; what is in the title already is left out. */
export function chosenText({ choices, name }: Pick<Printed, "choices" | "name">): string {
  const elsewhere = new Set<string>([...SOURCES, AROUND, "concept"]);
  return Object.entries(choices).filter(([choice]) => !elsewhere.has(choice)).map(([choice, value]) => name(choice, value).join(": ")).join(" · ");
}

/** Put plan and section on the sheet; `drawn` asks the service for one. What does not come is left out: the rest is printed. */
export async function drawForPrint(drawn: (drawing: "plan" | "section") => Promise<string>): Promise<void> {
  const root = byId("print-drawings");
  const texts: string[] = [];
  for (const drawing of ["plan", "section"] as const) texts.push(await drawn(drawing).catch(() => "")); // one after the other: no more is computed for one page at a time
  const svgs = texts.filter((text) => text !== "").map(parsedDrawing);
  fill(root, ...svgs);
  root.classList.add("measured"); // what is not laid out has no size
  for (const svg of svgs) fitted(svg);
  root.classList.remove("measured");
}

/** Fill head and foot of the sheet, and open the findings while it is printed. */
export function preparePrint(words: Words, printed: () => Printed | null): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    const now = printed();
    if (now === null) return;
    const { view } = now;
    const day = new Intl.DateTimeFormat(words.lang, { dateStyle: "long" }).format(new Date());
    const digest = view.digest.replace(/^.*:/, "").slice(0, SHORT_DIGEST);
    fill(byId("print-head"), h("p", {}, `${view.concept.id}@${view.concept.version} · ${day} · ${digest}`), h("p", {}, chosenText(now)));
    const address = location.href.length > LONGEST_ADDRESS ? words("configure.live.print.long", { digest: view.digest }) : location.href;
    fill(byId("print-foot"), h("p", {}, address), h("p", {}, words("configure.live.print.digest", { digest: view.digest })));
    opened = [...document.querySelectorAll<HTMLDetailsElement>("#findings details:not([open]), #unknowns details:not([open])")];
    for (const box of opened) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
    opened = [];
    fill(byId("print-drawings")); // of these choices only: the next sheet may be of others
  });
}
