/** The colours of the model on light and dark paper; what is new is timber in both (`configurator/outputs/palette.py`). */
export interface Tones {
  readonly existing: string;
  readonly plinth: string;
  readonly roof: string;
  readonly line: string;
  readonly wall: string;
  readonly assumed: string;
  readonly obstacle: string;
  readonly neighbour: string;
  readonly ground: string;
  /** A module whose own colour says nothing. */
  readonly paper: string;
  readonly ink: string;
  readonly accent: string;
  readonly edge: string;
}

const LIGHT: Tones = {
  existing: "#d3cfc8", plinth: "#b9b4ab", roof: "#c6c2ba", line: "#6b665d", wall: "#b3aea5", assumed: "#cf9c85", obstacle: "#55524e",
  neighbour: "#fbfaf7", ground: "#e8e4dc", paper: "#f6f2ea", ink: "#26302a", accent: "#0b6e4f", edge: "#4a4136",
};

const DARK: Tones = {
  existing: "#7d786f", plinth: "#69645c", roof: "#736e66", line: "#2b2824", wall: "#625d56", assumed: "#a8705a", obstacle: "#3d3b38",
  neighbour: "#565b57", ground: "#262a27", paper: "#c9c5bc", ink: "#dfe3dd", accent: "#6cc5a1", edge: "#2b241c",
};

export const GLASS = "#7f9fae";
export const FRAME = "#3b4240";
export const DOOR = "#5d6b61";
export const MEMBRANE = "#878b83";
export const CONCRETE = "#dcdad3";
export const RAILING = "#555f5b";
export const UNKNOWN = "#d8cfc0";

export function tones(dark: boolean): Tones {
  return dark ? DARK : LIGHT;
}
