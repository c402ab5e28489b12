import "server-only";

/** NUMERIC(38,18) text without its trailing zeros: "0.100000000000000000" is "0.1". */
export function shortenNumeric<T extends string | null>(text: T): T {
  if (text === null) return text;
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short as T;
}
