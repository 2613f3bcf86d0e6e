/** The texts that the page brings for its script, in its language. */
import type { Lang } from "./numbers.ts";

export interface Words {
  readonly lang: Lang;
  /** A text with its `{parameters}` filled in. */
  (key: string, parameters?: Readonly<Record<string, string | number>>): string;
}

/** A text with its places filled in; a key that is missing shows itself. */
export function filledIn(text: string, parameters: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parameters ? String(parameters[name]) : whole));
}

export function wordsOf(texts: Readonly<Record<string, string>>, lang: Lang): Words {
  const words = (key: string, parameters: Readonly<Record<string, string | number>> = {}): string => filledIn(texts[key] ?? key, parameters);
  return Object.assign(words, { lang });
}
