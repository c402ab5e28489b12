import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Retired words of the project, with the field's usual name. */
const RETIRED: Record<string, string> = {
  "refus(e|es|ed|ing|al|als)": "reject, rejection",
  anew: "again",
  somebody: "someone, or who it is",
  "stand-ins?": "emulator",
  "judg(e|es|ed|ing)": "evaluate",
  patience: "timeout",
};
const TEXT = /\.(tsx?|mjs|cjs|md|yml|jsonc?|sql|prisma|css|conf)$|^(Dockerfile\.prod|\.env\.example)$/;
/** Quotations and history. */
const LEFT_OUT =
  /^(CHANGELOG\.md|LICENSE|package-lock\.json|tests\/fixtures\/|lib\/auth\/common-passwords\.ts|scripts\/lint\/retired-words\.ts)/;
const ALLOWED = [
  // The operating system's error for a port without a listener.
  /ECONNREFUSED|connection refused/gi,
];

const pattern = new RegExp(`\\b(${Object.keys(RETIRED).join("|")})\\b`, "gi");
const paths = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  .split("\n")
  .filter((path) => TEXT.test(path) && !LEFT_OUT.test(path));

const found = paths.flatMap((path) =>
  readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line, index) => {
      const own = ALLOWED.reduce((text, allowed) => text.replace(allowed, ""), line);
      return (own.match(pattern) ?? []).map((word) => `${path}:${index + 1}: ${word} → ${nameOf(word)}`);
    }),
);

function nameOf(word: string): string {
  const entry = Object.entries(RETIRED).find(([retired]) => new RegExp(`^${retired}$`, "i").test(word));
  return entry?.[1] ?? "";
}

for (const line of found) console.error(line);
process.exitCode = found.length > 0 ? 1 : 0;
