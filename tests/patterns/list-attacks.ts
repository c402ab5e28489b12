import type { PatternNode } from "@/tests/patterns/parse-pattern";

/** A text that costs much: `pump` is repeated between the others. */
export type Attack = { prefix: string; pump: string; suffix: string };

const PLAIN = ["a", "1", "a.", "1,", " ", "/", "!", "-a"];
const SUFFIXES = ["", "a", "1", "!", "\n"];
const MAX_ATOMS = 8;

/** Attacks made from the pattern's own pieces: what leads up to each repetition, then its characters repeated. */
export function listAttacks(root: PatternNode): Attack[] {
  const atoms = [...new Set(listAtoms(root))].filter((atom) => atom !== "").slice(0, MAX_ATOMS);
  const pairs = atoms.flatMap((one) => atoms.map((other) => one + other));
  const pumps = [...new Set([...PLAIN, ...atoms, ...pairs])];
  const prefixes = [...new Set(["", ...listPrefixes(root, "")])];
  return prefixes.flatMap((prefix) =>
    pumps.flatMap((pump) => SUFFIXES.map((suffix) => ({ prefix, pump, suffix }))),
  );
}

/** The attack as a text of about `length` characters. */
export function writeAttack({ prefix, pump, suffix }: Attack, length: number): string {
  return prefix + pump.repeat(Math.ceil(length / pump.length)) + suffix;
}

/** Single characters that a pattern takes, and what its sequences begin with. */
function listAtoms(node: PatternNode): string[] {
  switch (node.type) {
    case "char":
      return node.samples;
    case "sequence":
      return [leadOf(node), ...node.parts.flatMap(listAtoms)];
    case "choice":
      return node.options.flatMap(listAtoms);
    case "repeat":
    case "look":
      return listAtoms(node.body);
    case "edge":
      return [];
  }
}

/** For each repetition: a text that gets a match up to it. */
function listPrefixes(node: PatternNode, before: string): string[] {
  switch (node.type) {
    case "repeat":
      return [before, ...listPrefixes(node.body, before)];
    case "choice":
      return node.options.flatMap((option) => listPrefixes(option, before));
    case "look":
      return listPrefixes(node.body, before);
    case "sequence": {
      let led = before;
      return node.parts.flatMap((part) => {
        const found = listPrefixes(part, led);
        led += sampleOf(part);
        return found;
      });
    }
    default:
      return [];
  }
}

/** A sequence up to its first repetition. */
function leadOf({ parts }: Extract<PatternNode, { type: "sequence" }>): string {
  const end = parts.findIndex(({ type }) => type === "repeat");
  return parts
    .slice(0, end < 0 ? parts.length : end)
    .map(sampleOf)
    .join("");
}

function sampleOf(node: PatternNode): string {
  switch (node.type) {
    case "char":
      return node.samples[0] ?? "";
    case "sequence":
      return node.parts.map(sampleOf).join("");
    case "choice":
      return node.options[0] ? sampleOf(node.options[0]) : "";
    case "repeat":
      return sampleOf(node.body).repeat(Math.max(1, node.min));
    default:
      return "";
  }
}
