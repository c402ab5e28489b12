/** Names of what must never leave us: what opens something, who somebody is, and what is theirs. */
const SECRET_NAME =
  /pass(word|wd)?|secret|token|cookie|authori[sz]ation|api-?key|signature|session|csrf|totp|recovery|proof|hash|e-?mail|address|balance|equity|amount|margin|pnl|price|qty|quantity|fee|realised|payout|^ip$|^body$|^data$/i;

const PATTERNS: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[e-mail]"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
  [/\beyJ[\w-]+(\.[\w-]*){2,4}/g, "[token]"],
  [/\b(sk|pk|sig|whsec)_[\w-]{8,}/g, "[key]"],
  [/\b[0-9a-f]{32,}\b/gi, "[hex]"],
  [/(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g, "$1[redacted]@"],
  [/-?\d[\d,]*(\.\d+)?\s?(USDT|USD|NGN|BTC|ETH)\b/g, "[money]"],
  [/[$€£₦]\s?\d[\d,]*(\.\d+)?/g, "[money]"],
];

/** A text without secrets, addresses and money. */
export function redactText(text: string): string {
  return PATTERNS.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
}

/** A value without them, at any depth: whole fields by their names, and what is inside of texts. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 12) return "[deep]";
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) && typeof inner !== "boolean" ? "[redacted]" : redact(inner, depth + 1),
    ]),
  );
}
