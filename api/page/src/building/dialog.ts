/** The dialog for another building: measures, a drawing, or a file. */
import type { JsonObject } from "../configure/live_view.ts";
import type { Mass } from "../configure/surroundings.ts";
import { byId } from "../dom/element.ts";
import type { Words } from "../words/texts.ts";
import { DrawOutline } from "./draw.ts";
import { UploadBuilding } from "./upload.ts";

type Changes = Record<string, string | null>;

/** The facts in a form as changes of the choices. */
function factsOf(form: HTMLFormElement): Changes {
  const facts: Changes = {};
  for (const name of ["family", "storeys_existing", "ballast"]) {
    const value = new FormData(form).get(name);
    if (typeof value === "string" && value !== "") facts[name] = value;
  }
  return facts;
}

function tabs(dialog: HTMLElement): void {
  const all = [...dialog.querySelectorAll<HTMLButtonElement>("[role=tab]")];
  const choose = (tab: HTMLButtonElement): void => {
    for (const one of all) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      byId(one.getAttribute("aria-controls") ?? "").hidden = one !== tab;
    }
    tab.focus();
  };
  for (const [i, tab] of all.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = all[(i + step + all.length) % all.length];
      if (step !== 0 && next !== undefined) choose(next);
    });
  }
}

export function buildingDialog(words: Words, use: (changes: Changes, document: JsonObject | null, around: readonly Mass[]) => void): void {
  const dialog = byId<HTMLDialogElement>("building-dialog");
  const used = (changes: Changes, document: JsonObject | null, around: readonly Mass[]): void => {
    dialog.close();
    use(changes, document, around);
  };
  byId("other-building").addEventListener("click", () => dialog.showModal());
  tabs(dialog);
  const measures = byId<HTMLFormElement>("measures");
  measures.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = new FormData(measures);
    used({ length: String(values.get("length")), depth: String(values.get("depth")), ...factsOf(measures) }, null, []);
  });
  const draw = byId<HTMLFormElement>("draw");
  new DrawOutline(draw, words, (roof) => used({ roof, ...factsOf(draw) }, null, []));
  new UploadBuilding(byId<HTMLFormElement>("upload"), words, (document, around) => used({}, document, around));
}
