/** A column's heading without case, marks and currency, and the offset from UTC that it names. */
export type Heading = { name: string; bare: string; zone: string | null };

const ZONE = /[([]\s*((?:UTC|GMT)(?:\s*[+\-−]\s*\d{1,2}(?::?\d{2})?)?)\s*[)\]]/i;
const CURRENCY = / ?[([]?\b[A-Z]{3,5}\b[)\]]?$/;

/** `"Transaction Time(UTC+10)"` becomes `transaction time` with the zone `UTC+10`; `Price USDT` has `price` as its bare name. */
export function normaliseHeader(cell: string): Heading {
  const text = cell
    .normalize("NFKC")
    .replace(/[\ufeff\u200b]/g, "")
    .trim();
  const zone = ZONE.exec(text)?.[1] ?? null;
  const clean = text
    .replace(ZONE, "")
    .replace(/[.:]{1,2}$/, "")
    .replace(/\s+/g, " ")
    .trim();
  return { name: clean.toLowerCase(), bare: clean.replace(CURRENCY, "").trim().toLowerCase(), zone };
}
