/** Longest text that is sent or logged, in characters. */
const MAX_TEXT = 2_000;
/** Longest secret that the cut may split: this much is searched beyond the part that is used. */
const MAX_SECRET = 500;
/** Maximum nesting and number of entries of a value. */
const MAX_DEPTH = 12;
const MAX_ENTRIES = 200;

/** Names of fields that must never be sent or logged: credentials, identities and personal data. */
const SECRET_NAME =
  /pass(word|wd)?|secret|token|cookie|authori[sz]ation|credential|(api|access|private|signing)[-_ ]?key|jwt|signature|session|csrf|totp|^otp$|recovery|proof|hash|e[-_]?mail|address|phone|balance|equity|amount|margin|pnl|price|qty|quantity|fee|realised|payout|^ip$|^body$|^data$/i;

/**
 * Every quantifier is bounded, so that a pattern costs at most a constant for each character of the text.
 * `tests/patterns` checks every pattern of the product for that.
 */
const PATTERNS: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, "[e-mail]"],
  [/\b(Bearer|Basic)\s{1,10}[\w.~+/=-]{1,2000}/gi, "$1 [redacted]"],
  [/\beyJ[\w-]{4,2000}(?:\.[\w-]{0,2000}){0,4}/g, "[token]"],
  [/\b(?:sk|pk|sig|whsec)_[\w-]{8,2000}/g, "[key]"],
  [/\b[0-9a-f]{32,2000}\b/gi, "[hex]"],
  [/\$(?:argon2\w{1,2}|2[aby])\$[^\s"']{10,500}/g, "[hash]"],
  // In a query, a form, JSON or an inspected object.
  [
    /\b(\w{0,20}(?:pass(?:word|wd)|secret|token|api_?key|signature|cookie|csrf|credential)\w{0,20}["']?\s{0,3}[:=]\s{0,3})(?!\[)(?:"[^"]{0,500}"?|'[^']{0,500}'?|[^\s"'&,;}]{1,500})/gi,
    "$1[redacted]",
  ],
  // A random token of ours (session, link) or a signature: digits, capitals and small letters in one long
  // word.
  [/\b(?=[\w-]{0,31}\d)(?=[\w-]{0,31}[a-z])(?=[\w-]{0,31}[A-Z])[\w-]{32,2000}/g, "[token]"],
  [/(\w{1,20}:\/\/)[^\s/@:]{0,100}:[^\s/@]{1,200}@/g, "$1[redacted]@"],
  [/-?\d[\d,]{0,30}(?:\.\d{1,40})?\s?(?:USDT|USDC|USD|NGN|GHS|KES|ZAR|BTC|ETH)\b/g, "[money]"],
  [/[$€£₦]\s?\d[\d,]{0,30}(?:\.\d{1,40})?/g, "[money]"],
];

/**
 * The first 2,000 characters of a text without secrets, emails and amounts of money; linear in its length. It
 * is cut before any pattern runs. Half of a secret can't be recognised, so the text next to the cut is
 * dropped.
 */
export function redactText(text: string): string {
  const searched = text.slice(0, MAX_TEXT + MAX_SECRET);
  const safe = PATTERNS.reduce((left, [pattern, by]) => left.replace(pattern, by), searched);
  return searched.length === text.length && safe.length <= MAX_TEXT
    ? safe
    : `${safe.slice(0, Math.min(MAX_TEXT, Math.max(0, safe.length - MAX_SECRET)))}…`;
}

/** A value without secrets, at any depth: removes whole fields by name, and redacts texts. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "[deep]";
  if (ArrayBuffer.isView(value)) return "[bytes]";
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((one) => redact(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, inner]) => [
        redactText(name),
        SECRET_NAME.test(name.slice(0, MAX_TEXT)) && typeof inner !== "boolean"
          ? "[redacted]"
          : redact(inner, depth + 1),
      ]),
  );
}
