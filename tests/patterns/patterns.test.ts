import { describe, expect, it } from "vitest";
import { countSteps } from "@/tests/patterns/count-steps";
import { type Attack, listAttacks, writeAttack } from "@/tests/patterns/list-attacks";
import { listPatterns } from "@/tests/patterns/list-patterns";
import { parsePattern } from "@/tests/patterns/parse-pattern";

const LENGTH = 1_000;
/** Long enough to distinguish linear from superlinear. */
const SCREENING_LENGTH = 200;
/** What each character of a text may cost: bounded quantifiers make it a constant, and not always a small one. */
const MAX_STEPS_PER_CHAR = 600;
/** Twice the text costs twice as much; four times as much where it is quadratic. */
const MAX_GROWTH = 3;
const SCREENING_GROWTH = 2.5;
/** Counting needs seconds, on a busy machine many. */
const TIMEOUT_MS = 120_000;

/** The first text, if any, whose cost grows faster than its length. */
function findSlowText(pattern: RegExp): string | null {
  const root = parsePattern(pattern);
  const budget = MAX_STEPS_PER_CHAR * LENGTH;
  const count = (text: string) => countSteps(root, text, { flags: pattern.flags, budget });
  const grows = (attack: Attack, length: number, most: number) => {
    const steps = count(writeAttack(attack, length));
    return steps > budget || steps > most * count(writeAttack(attack, length / 2));
  };
  for (const attack of listAttacks(root)) {
    if (!grows(attack, SCREENING_LENGTH, SCREENING_GROWTH)) continue;
    if (grows(attack, LENGTH, MAX_GROWTH)) return JSON.stringify(attack);
  }
  return null;
}

describe("the check itself", { timeout: TIMEOUT_MS }, () => {
  it.each([
    /[\w.+-]+@[\w-]+(\.[\w-]+)+/,
    /(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/,
    /-?\d[\d,]*(\.\d+)?\s?(USDT|USD)\b/,
    /\beyJ[\w-]+(\.[\w-]*){2,4}/,
    /[\d\W_]+$/,
    /\.?0+$/,
    /(\.\d*?)0+$/,
    /\s+$/,
    /^(a+)+$/,
    /^(a|a)*$/,
    /^\w*\w*x$/,
    /^--(\d+)*\d!$/,
    /x[^y]*y/,
    /(?=\d+z)\d/,
    /\b(Bearer|Basic)\s+[\w ]+;/,
  ])("finds a slow text for %s", (pattern) => {
    expect(findSlowText(pattern)).not.toBeNull();
  });

  it.each([
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    /^\d{1,20}(\.\d{1,18})?$/,
    /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g,
    /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi,
    /[^a-z]/g,
  ])("finds none for %s", (pattern) => {
    expect(findSlowText(pattern)).toBeNull();
  });
});

describe("every pattern of the product is linear in the length of its text", { timeout: TIMEOUT_MS }, () => {
  const patterns = listPatterns();

  it("finds them", () => {
    expect(patterns.length).toBeGreaterThan(50);
  });

  it.each(patterns)("$file $pattern", ({ pattern }) => {
    expect(findSlowText(pattern)).toBeNull();
  });
});
