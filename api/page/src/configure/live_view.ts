/** What a preview answers, as `configurator/outputs/live` makes it. Metres; ratios are fractions; null is unknown. */
export type Point = readonly [number, number];
export type Place = readonly [number, number, number];
export type Band = "A" | "B" | "C" | "D" | "E";

export interface LiveOpening {
  readonly side: "end_a" | "end_b" | "long_a" | "long_b";
  readonly kind: "window" | "door" | "glazed_door";
  readonly start_m: number;
  readonly z_m: number;
  readonly width_m: number;
  readonly height_m: number;
}

export interface LiveType {
  readonly size_m: Place;
  readonly topmost: boolean;
  readonly openings: readonly LiveOpening[];
}

export interface LiveModule {
  readonly id: string;
  readonly type: string;
  readonly dwelling: string;
  readonly storey: number;
  readonly at_m: Place;
  readonly quarter: 0 | 1 | 2 | 3;
}

export interface LiveLine {
  readonly id: string;
  readonly x_m: number;
  readonly start_m: number;
  readonly end_m: number;
  readonly thickness_m: number;
  readonly assumed: boolean;
  readonly from_storey: number;
}

export interface LiveEdge {
  readonly id: string;
  readonly kind: string;
  readonly start_m: Point;
  readonly end_m: Point;
}

export interface LiveObstacle {
  readonly id: string;
  readonly kind: string;
  readonly outline_m: readonly Point[];
  readonly height_m: number;
  readonly height_known: boolean;
}

export interface LiveAccess {
  readonly id: string;
  readonly kind: "gallery" | "core";
  readonly storey: number;
  readonly low_m: Point;
  readonly high_m: Point;
  readonly z_m: number;
}

export interface LiveWing {
  readonly key: string;
  readonly at_m: Point;
  readonly axis: Point;
  readonly outline_m: readonly Point[];
  readonly holes_m: readonly (readonly Point[])[];
  readonly roof_z_m: number;
  readonly foot_z_m: number;
  readonly ground_known: boolean;
  readonly storeys: readonly Point[];
  readonly plinth_m: number;
  readonly lines: readonly LiveLine[];
  readonly edges: readonly LiveEdge[];
  readonly obstacles: readonly LiveObstacle[];
  readonly access: readonly LiveAccess[];
  readonly modules: readonly LiveModule[];
}

export interface LiveLevel {
  readonly level: string;
  readonly existing_kn_per_m: number;
  readonly new_kn_per_m: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly band: Band;
  readonly row: number;
}

export interface LiveLoad {
  readonly id: string;
  readonly band: Band;
  readonly levels: readonly LiveLevel[];
}

export interface LiveFinding {
  readonly number: number;
  readonly code: string;
  readonly status: "fail" | "unknown" | "conditional" | "info";
  readonly blocks: string | null;
  readonly title: string;
  readonly text: string;
  readonly clause: string | null;
  readonly subjects: readonly string[];
  readonly who: string | null;
  readonly obtain: string | null;
  readonly fix: Readonly<Record<string, string | number | boolean | null>> | null;
  readonly at_m: Place | null;
}

export interface LiveDwelling {
  readonly id: string;
  readonly type: string;
  readonly storey: number;
  readonly usable_area_m2: number;
  readonly modules: readonly string[];
}

export interface LiveConcept {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly max_storeys: number;
  readonly supports: readonly string[];
  readonly accesses: readonly string[];
  readonly width: { readonly min_mm: number; readonly max_mm: number; readonly step_mm: number };
  readonly dwelling_types: Readonly<Record<string, string>>;
}

export interface LiveCost {
  readonly low_eur_cents: number;
  readonly nominal_eur_cents: number;
  readonly high_eur_cents: number;
  readonly covers: readonly string[];
  readonly excludes: readonly string[];
}

export interface LiveCarbon {
  readonly low_kg_co2: number;
  readonly nominal_kg_co2: number;
  readonly high_kg_co2: number;
  readonly basis: "declared" | "layers";
}

export interface LiveOffered {
  readonly concept_cost: LiveCost | null;
  readonly embodied_carbon: LiveCarbon | null;
  readonly stored_carbon: LiveCarbon | null;
}

export interface LiveView {
  readonly digest: string;
  readonly building: string;
  readonly north_deg: number | null;
  readonly frame: { readonly origin_m: Point; readonly rotation_deg: number };
  readonly concept: LiveConcept;
  readonly chosen: {
    readonly support: string | null;
    readonly access: string | null;
    readonly gallery_side: string | null;
    readonly module_widths_mm: readonly number[];
  };
  readonly summary: Readonly<Record<string, number | string | null>>;
  /** What the concept says of cost and carbon for what is placed: intervals, never totals. */
  readonly offered: LiveOffered;
  readonly knowledge: { readonly known: number; readonly assumed: number; readonly unknown: number };
  readonly family: string | null;
  readonly family_odds: number | null;
  readonly wings: readonly LiveWing[];
  readonly types: Readonly<Record<string, LiveType>>;
  readonly dwellings: readonly LiveDwelling[];
  readonly loads: readonly LiveLoad[];
  readonly findings: readonly LiveFinding[];
  readonly disclaimer: string;
  readonly drawing?: string | null;
}

/** Any JSON object. */
export type JsonObject = { readonly [name: string]: unknown };
