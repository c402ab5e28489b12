import { formatMinute } from "@/lib/client/format";

/** Facts that a job or a check reports, as words: "closed 3 · failed 0 · by symbol (BTCUSDT 1)". */
export function formatDetails(facts: unknown): string {
  if (facts === null || facts === undefined) return "";
  if (Array.isArray(facts)) return facts.map(formatPart).join(", ");
  if (typeof facts === "string") return formatText(facts);
  if (typeof facts === "boolean") return facts ? "yes" : "no";
  if (typeof facts !== "object") return String(facts);
  return Object.entries(facts)
    .map(([name, value]) => `${splitWords(name)} ${formatPart(value)}`.trimEnd())
    .join(" · ");
}

function formatPart(value: unknown): string {
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return "none";
  const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
  return isNested ? `(${formatDetails(value)})` : formatDetails(value);
}

/** Instants in UTC to the minute, codes such as handed_over as words; other text stays. */
function formatText(text: string): string {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return `${formatMinute(Date.parse(text))} UTC`;
  return /^[a-z]+(?:_[a-z]+)+$/.test(text) ? text.replaceAll("_", " ") : text;
}

/** "oldestAgeMs" as "oldest age ms"; names such as BTCUSDT stay. */
function splitWords(name: string): string {
  return /^[a-z]/.test(name) ? name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase() : name;
}
