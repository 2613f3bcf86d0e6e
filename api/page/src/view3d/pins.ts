/** The numbers of the findings where they are, over the canvas; each leads to its row in the list. */
import { type Camera, Vector3 } from "three";

import type { Place } from "../configure/live_view.ts";
import { h } from "../dom/element.ts";
import { spread } from "./placing.ts";

const PIN_PX = 27;

export interface Pin {
  /** Number of the finding; null is a letter: north on the ground, or the class of a wall on its head, which is its status then. */
  readonly number: number | null;
  readonly at_m: Place;
  readonly text: string;
  readonly status: string;
}

export class Pins {
  readonly root = h("div", { class: "pins" });
  readonly #open: (number: number) => void;
  #placed: readonly { readonly at: Vector3; readonly element: HTMLElement }[] = [];

  constructor(open: (number: number) => void) {
    this.#open = open;
  }

  show(pins: readonly Pin[]): void {
    this.#placed = pins.map((pin) => ({ at: new Vector3(pin.at_m[0], pin.at_m[2], -pin.at_m[1]), element: this.#element(pin) }));
    this.root.replaceChildren(...this.#placed.map((pin) => pin.element));
  }

  #element(pin: Pin): HTMLElement {
    if (pin.number === null && pin.status !== "north") return h("span", { class: "band on-wall", "data-band": pin.status, "aria-hidden": "true" }, pin.text);
    if (pin.number === null) return h("span", { class: "north", "aria-hidden": "true" }, pin.text);
    const number = pin.number;
    const element = h("button", { type: "button", class: "pin", "data-status": pin.status, "data-number": number, title: pin.text }, String(number));
    element.setAttribute("aria-label", `${number}: ${pin.text}`);
    element.addEventListener("click", () => this.#open(number));
    return element;
  }

  /** The letter of a wall stays on its wall; pins give way to each other. */
  #isLetter(index: number): boolean {
    return this.#placed[index]?.element.classList.contains("on-wall") === true;
  }

  mark(number: number): void {
    for (const { element } of this.#placed) element.classList.toggle("marked", element.dataset["number"] === String(number));
  }

  /** Put every pin where its place is on the screen, beside it where that is taken; what lies behind the viewer is not shown. */
  place(camera: Camera, width: number, height: number): void {
    const seen = this.#placed.map(({ at }) => at.clone().project(camera));
    const wanted = seen.map((at) => ({ x: ((at.x + 1) / 2) * width, y: ((1 - at.y) / 2) * height }));
    const apart = spread(wanted.filter((_, i) => !this.#isLetter(i)), PIN_PX);
    let next = 0;
    const spots = wanted.map((spot, i) => (this.#isLetter(i) ? spot : (apart[next++] ?? spot)));
    for (const [i, { element }] of this.#placed.entries()) {
      const spot = spots[i];
      if (spot === undefined) continue;
      element.hidden = (seen[i]?.z ?? 2) > 1;
      element.style.transform = `translate(${spot.x.toFixed(1)}px, ${spot.y.toFixed(1)}px) translate(-50%, -100%)`;
    }
  }
}
