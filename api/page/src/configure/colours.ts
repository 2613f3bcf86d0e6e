/** The colours of the drawings (`configurator/outputs/palette.py`), for model and diagrams. */
import type { Band } from "./live_view.ts";

export const BANDS: Readonly<Record<Band, string>> = { A: "#d9b36c", B: "#c9933f", C: "#b06f2a", D: "#8a4420", E: "#5f1d10" };
/** In the dark light means little and saturated much: the ramp of the page's own tokens. */
const DARK_BANDS: Readonly<Record<Band, string>> = { A: "#cdb487", B: "#d0a55a", C: "#cf8f3e", D: "#d97848", E: "#f0876a" };

export function bandColours(dark: boolean): Readonly<Record<Band, string>> {
  return dark ? DARK_BANDS : BANDS;
}

export const TIMBER = "#d9b382";
export const ACCENT = "#0b6e4f";
/** Quiet, and told apart without red against green. */
export const DWELLINGS = ["#d9b382", "#9db8a8", "#8fa6b8", "#c49a86", "#b9b48a", "#a995a8"] as const;
/** From the first new storey upwards. */
export const STOREYS = ["#e6cda8", "#cfa36d", "#a87b49", "#7d5a35"] as const;

/** The worse of two bands. */
export function worse(one: Band | undefined, other: Band | undefined): Band | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
