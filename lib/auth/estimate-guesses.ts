import "server-only";
import { COMMON_PASSWORDS } from "@/lib/auth/common-passwords";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/**
 * Only this many characters are examined, so that the work stays bounded; a longer password is strong enough.
 */
const MOST_CHARACTERS = 48;
const LONGEST_WORD = 20;
const SHORTEST_WORD = 4;
const SHORTEST_SHAPE = 4;
/** Costs in powers of ten: of any one character, of a further part, and of a reversed or disguised word. */
const CHARACTER = 1;
const PART = 0.3;
const DISGUISE = 0.5;
/** Costs of a recent year, and of a starting key on the keyboard or in the alphabet. */
const YEAR = 1.8;
const START = 1.7;
const TURN = 0.6;

/** English, German and French keyboards; a sign above a digit counts as the digit. */
const KEYBOARDS = [
  ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"],
  ["1234567890ß", "qwertzuiopü+", "asdfghjklöä#", "yxcvbnm,.-"],
  ["1234567890", "azertyuiop^$", "qsdfghjklmù*", "wxcvbn,;:!"],
];
const ABOVE_DIGITS = ")!@#$%^&*(";
const SIGNS: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "8": "b",
  "3": "e",
  "6": "g",
  "9": "g",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
  "+": "t",
  "2": "z",
};

type Part = { text: string; start: number; end: number };

/**
 * An upper bound of the guesses that a password takes, as a power of ten: the cheapest combination of common
 * passwords and names, the person's `own` words, years, repetitions, alphabets and keyboard walks, as zxcvbn
 * does (Wheeler, USENIX Security 2016). Any other character counts ten.
 */
export function estimateGuesses(password: string, own: readonly string[]): number {
  const text = password.normalize("NFKC").toLowerCase().slice(0, MOST_CHARACTERS);
  const words = findText(text, new Set(own.map((word) => word.toLowerCase())));
  const best = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let least = (best[end - 1] ?? 0) + CHARACTER;
    for (let start = 0; start < end; start += 1) {
      const part = { text: text.slice(start, end), start, end };
      const cost = Math.min(words(part), costOfShape(part.text)) + (start === 0 ? 0 : PART);
      least = Math.min(least, (best[start] ?? 0) + cost);
    }
    best[end] = least;
  }
  return best[text.length] ?? 0;
}

/** The cost of a part as a word: as written, with signs read as letters, or reversed. */
function findText(text: string, own: ReadonlySet<string>): (part: Part) => number {
  const ranks = getProcessSingleton(
    "password-ranks",
    () => new Map(COMMON_PASSWORDS.map((word, index) => [word, Math.log10(index + 2)])),
  );
  const costOf = (word: string) => (own.has(word) ? 0 : (ranks.get(word) ?? Number.POSITIVE_INFINITY));
  const plain = ["i", "l", "1"].map((one) => readSigns(text, one));
  return ({ text: word, start, end }) => {
    if (own.has(word)) return 0;
    if (word.length < SHORTEST_WORD || word.length > LONGEST_WORD) return Number.POSITIVE_INFINITY;
    const spellings = [...plain.map((one) => one.slice(start, end)), [...word].reverse().join("")];
    return Math.min(costOf(word), ...spellings.map((spelling) => costOf(spelling) + DISGUISE));
  };
}

function readSigns(text: string, one: string): string {
  return [...text]
    .map((sign) => (sign === "1" || sign === "!" || sign === "|" ? one : (SIGNS[sign] ?? sign)))
    .join("");
}

function costOfShape(text: string): number {
  if (/^(19|20)\d\d$/.test(text)) return YEAR;
  if (text.length < SHORTEST_SHAPE) return Number.POSITIVE_INFINITY;
  const length = Math.log10(text.length);
  const keys = [...text]
    .map((sign) => (ABOVE_DIGITS.includes(sign) ? ABOVE_DIGITS.indexOf(sign) : sign))
    .join("");
  const walk = Math.min(...KEYBOARDS.flatMap((rows) => [countTurns(text, rows), countTurns(keys, rows)]));
  return Math.min(
    isAlphabet(text) ? START + length : Number.POSITIVE_INFINITY,
    walk < text.length / 2 ? START + length + walk * TURN : Number.POSITIVE_INFINITY,
    costOfRepetition(text),
  );
}

/** Whether each character follows the one before by the same step of one or two. */
function isAlphabet(text: string): boolean {
  const step = text.charCodeAt(1) - text.charCodeAt(0);
  if (Math.abs(step) > 2) return false;
  return [...text].every((_, at) => at === 0 || text.charCodeAt(at) - text.charCodeAt(at - 1) === step);
}

/** How often a keyboard walk changes direction; Infinity if the text is not a walk. */
function countTurns(text: string, rows: readonly string[]): number {
  let turns = 0;
  let before = "";
  for (let at = 1; at < text.length; at += 1) {
    const [from, to] = [placeOf(text[at - 1] ?? "", rows), placeOf(text[at] ?? "", rows)];
    if (!from || !to) return Number.POSITIVE_INFINITY;
    const [down, right] = [to.row - from.row, to.column - from.column];
    if (Math.abs(down) > 1 || Math.abs(right) > 1) return Number.POSITIVE_INFINITY;
    const direction = `${down} ${right}`;
    if (direction !== before && at > 1) turns += 1;
    before = direction;
  }
  return turns;
}

function placeOf(key: string, rows: readonly string[]): { row: number; column: number } | null {
  const row = rows.findIndex((keys) => keys.includes(key));
  return row === -1 ? null : { row, column: rows[row]?.indexOf(key) ?? -1 };
}

/** A repeated unit costs the unit and its count. */
function costOfRepetition(text: string): number {
  for (let size = 1; size <= text.length / 2; size += 1) {
    if (text.length % size !== 0) continue;
    const unit = text.slice(0, size);
    if (unit.repeat(text.length / size) !== text) continue;
    return Math.min(size * CHARACTER, costOfShape(unit)) + Math.log10(text.length / size);
  }
  return Number.POSITIVE_INFINITY;
}
