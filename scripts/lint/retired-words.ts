import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";

/** Words of no use anywhere: in names, comments, documents, messages and page text, with the usual name. */
const EVERYWHERE: Record<string, string> = {
  "refus(e|es|ed|ing|al|als)": "reject, rejection",
  anew: "again",
  somebody: "someone, or who it is",
  "stand-?ins?": "emulator",
  "judg(e|es|ed|ing)": "evaluate",
  patience: "timeout",
  "doors?": "command handler, endpoint, route",
  "beats?": "publish interval, publication",
  "wish(es)?": "order request",
  "holes?": "gap",
  thrift: "best effort",
  witness: "reference price",
  "lone jump": "outlier",
  "half sign-in": "pending MFA",
  "sealed text": "encrypted text",
  "(?<!e-)mailed links?": "e-mail token",
  "paced work": "throttled task",
  news: "message, notification, event",
  told: "sent, published, in the response",
  whoever: "anyone who, whichever",
  armed: "active, trigger index",
};

/** Words that are wrong as part of a name in code, split at its capitals; in a sentence they may be right. */
const IN_NAMES: Record<string, string> = {
  "(met|meets?)": "match, lastMatchedAt",
  "rooms?": "headroom",
  "deadline (ms|at)": "expiresAt, executionTimeout",
  "receipts?": "idempotency key",
  proven: "verified",
  doubt: "idempotent retry",
  "good till": "expiresAt",
  "trade closed": "round trip closed",
};

/** Names of others, which are not ours to choose. */
const ALLOWED: readonly { text: RegExp; reason: string }[] = [
  { text: /ECONNREFUSED|connection refused/gi, reason: "the operating system's error without a listener" },
  { text: /receipt_number/g, reason: "a field of Paystack" },
  { text: /\bisMet\b/g, reason: "a bench meets its target, in the field's words" },
];

const TEXT = /\.(tsx?|mjs|cjs|md|yml|json|jsonc|sql|prisma|css|conf)$|^(Dockerfile\.prod|\.env\.example)$/;
const CODE = /\.(tsx?|mjs|cjs)$/;
/** Quotations, recordings and this list. */
const LEFT_OUT =
  /^(LICENSE|package-lock\.json|tests\/fixtures\/|lib\/auth\/common-passwords\.ts|scripts\/lint\/retired-words\.ts)/;

type Word = { pattern: RegExp; usual: string };
const everywhere = compile(EVERYWHERE);
const inNames = compile(IN_NAMES);

const found = listFiles().flatMap((path) => {
  const text = withoutAllowed(readFileSync(path, "utf8"));
  const names = CODE.test(path) ? namesOf(path, text) : "";
  return [...findWords(path, splitNames(text), everywhere), ...findWords(path, splitNames(names), inNames)];
});
for (const line of found) console.error(line);
process.exitCode = found.length > 0 ? 1 : 0;

function compile(words: Record<string, string>): Word[] {
  return Object.entries(words).map(([word, usual]) => ({
    pattern: new RegExp(`\\b(${word})\\b`, "i"),
    usual,
  }));
}

function listFiles(): string[] {
  const output = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return output.split("\n").filter((path) => TEXT.test(path) && !LEFT_OUT.test(path));
}

function withoutAllowed(text: string): string {
  return ALLOWED.reduce((rest, { text: allowed }) => rest.replace(allowed, ""), text);
}

/** The names in a file of code, each on its line. */
function namesOf(path: string, text: string): string {
  const lines = text.split("\n").map(() => "");
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, name, start } = node as { type?: string; name?: unknown; start?: number };
    if (type?.endsWith("Identifier") && typeof name === "string" && start !== undefined) {
      const line = starts.filter((end) => end < start).length;
      lines[line] += ` | ${name}`;
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(parseSync(path, text).program);
  return lines.join("\n");
}

/** `lastMatchedAt` and `MAX_AGE_MS` as their words. */
function splitNames(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}

function findWords(path: string, text: string, words: readonly Word[]): string[] {
  return text.split("\n").flatMap((line, index) =>
    words.flatMap(({ pattern, usual }) => {
      const word = pattern.exec(line)?.[0];
      return word === undefined ? [] : [`${path}:${index + 1}: ${word} → ${usual}`];
    }),
  );
}
