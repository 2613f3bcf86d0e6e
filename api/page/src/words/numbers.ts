/** Numbers as each language writes them: thin spaces between thousands, a decimal comma in Dutch, a real minus. */
export type Lang = "nl" | "en";

const formats = new Map<string, Intl.NumberFormat>();

function format(lang: Lang, places: number): Intl.NumberFormat {
  const key = `${lang}${places}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.NumberFormat(lang === "nl" ? "nl-NL" : "en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });
    formats.set(key, found);
  }
  return found;
}

/** A number with a fixed count of decimals. */
export function numberText(value: number, lang: Lang, places = 0): string {
  const plain = format(lang, places).format(Object.is(value, -0) ? 0 : value);
  const written = plain.replaceAll(lang === "nl" ? "." : ",", "\u202f").replace("-", "\u2212");
  return /[1-9]/.test(written) ? written : written.replace("\u2212", "");
}

/** A difference: with its sign, also when it is positive. */
export function differenceText(value: number, lang: Lang, places = 0): string {
  const written = numberText(value, lang, places);
  return value > 0 && /[1-9]/.test(written) ? `+${written}` : written;
}

/** Decimals of a percentage: none from 20 on, where they would claim more than anybody knows. `api/page/figures.py` does the same. */
export function sharePlaces(percent: number): 0 | 1 {
  return Math.abs(percent) >= 20 ? 0 : 1;
}

/** Both ends of a range of percentages, with as many decimals each as its high end calls for. */
export function shareRange(low: number, high: number, lang: Lang): string {
  const places = sharePlaces(high * 100);
  return `${numberText(low * 100, lang, places)}–${percentText(high, lang, places)}`;
}

/** A fraction as a percentage. */
export function percentText(fraction: number, lang: Lang, places = 0): string {
  return `${numberText(fraction * 100, lang, places)}\u202f%`;
}
