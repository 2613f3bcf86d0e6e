/**
 * Asks the service for previews. One question is under way at a time and the newest waits: a slider that moves at 60 Hz would
 * otherwise leave the engine computing answers that nobody looks at any more. A lost server is asked again until it answers.
 * At rest it may foresee one question: its answer is there when the question comes.
 */
import type { JsonObject, LiveView } from "./live_view.ts";

export type Outcome =
  | { readonly kind: "answer"; readonly view: LiveView }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "lost" }
  | { readonly kind: "slow" };

const SLOW_MS = 1500;
const STALE_MS = 1000;
/** So long nothing more is foreseen after the service had no room for it. */
const TACT_MS = 60_000;
/** What is asked before somebody wants it stands behind everything else (RFC 9218, 4.1). */
const BACKGROUND = "u=7";
const WAITS_MS = [500, 1000, 2000, 4000, 8000] as const;

export class Previews {
  readonly #tell: (outcome: Outcome, asked: JsonObject) => void;
  #waiting: JsonObject | null = null;
  #underWay: { readonly asked: JsonObject; readonly since: number; readonly stop: AbortController } | null = null;
  #retry: number | undefined;
  #failures = 0;
  #foreseen: { readonly key: string; readonly outcome: Promise<Outcome | null>; readonly stop: AbortController } | null = null;
  #silentUntil = 0;

  constructor(tell: (outcome: Outcome, asked: JsonObject) => void) {
    this.#tell = tell;
  }

  /** Ask; an older question that was not answered yet is forgotten. */
  ask(asked: JsonObject): void {
    this.#waiting = asked;
    clearTimeout(this.#retry);
    if (this.#underWay !== null && performance.now() - this.#underWay.since > STALE_MS) this.#underWay.stop.abort();
    if (this.#underWay === null) void this.#next();
  }

  /** Have a question answered that may come next; not where one is under way, and not where the service has no room. */
  foresee(asked: JsonObject): void {
    if (this.#underWay !== null || performance.now() < this.#silentUntil) return;
    const key = JSON.stringify(asked);
    if (this.#foreseen?.key === key) return;
    this.#foreseen?.stop.abort();
    const stop = new AbortController();
    const outcome = answerTo(asked, stop.signal, { Priority: BACKGROUND });
    this.#foreseen = { key, outcome, stop };
    void outcome.then((found) => {
      if (found?.kind === "lost") this.#silentUntil = performance.now() + TACT_MS;
    });
  }

  /** The answer that was foreseen, where this is what was; anything else is not waited for any more. */
  async #answer(asked: JsonObject, signal: AbortSignal): Promise<Outcome | null> {
    const expected = this.#foreseen;
    this.#foreseen = null;
    if (expected?.key === JSON.stringify(asked)) {
      const outcome = await expected.outcome;
      if (outcome?.kind === "answer") return outcome;
    } else expected?.stop.abort();
    return answerTo(asked, signal);
  }

  /** Ask again what could not be answered, now. */
  again(): void {
    clearTimeout(this.#retry);
    if (this.#underWay === null && this.#waiting !== null) void this.#next();
  }

  async #next(): Promise<void> {
    while (this.#waiting !== null) {
      const asked = this.#waiting;
      this.#waiting = null;
      const stop = new AbortController();
      this.#underWay = { asked, since: performance.now(), stop };
      const slow = setTimeout(() => this.#tell({ kind: "slow" }, asked), SLOW_MS);
      const outcome = await this.#answer(asked, stop.signal);
      clearTimeout(slow);
      this.#underWay = null;
      if (outcome === null) continue; // a newer question stands
      if (outcome.kind === "lost") {
        this.#waiting ??= asked;
        this.#tell(outcome, asked);
        const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length - 1)] ?? 8000;
        this.#failures += 1;
        this.#retry = setTimeout(() => void this.#next(), wait) as unknown as number;
        return;
      }
      this.#failures = 0;
      this.#tell(outcome, asked);
    }
  }
}

const BUSY = new Set([429, 502, 503, 504]);

async function answerTo(asked: JsonObject, signal: AbortSignal, more: Readonly<Record<string, string>> = {}): Promise<Outcome | null> {
  try {
    const headers = { "Content-Type": "application/json", "Accept-Language": String(asked["lang"] ?? ""), ...more };
    const response = await fetch("/v1/previews", { method: "POST", headers, body: JSON.stringify(asked), signal });
    if (BUSY.has(response.status)) return { kind: "lost" };
    const body: unknown = await response.json();
    if (response.ok) return { kind: "answer", view: body as LiveView };
    return { kind: "refused", detail: (body as { detail?: string }).detail ?? String(response.status) };
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError" ? null : { kind: "lost" };
  }
}
