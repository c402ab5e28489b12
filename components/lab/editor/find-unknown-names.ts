import { typescriptLanguage } from "@codemirror/lang-javascript";
import { findHint } from "@/lib/lab/strategy/find-hint";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { ta } from "@/lib/lab/ta/ta";
import { utils } from "@/lib/lab/ta/utils";

/** A name that a run would not find: `hint` is the one that may be meant. Lines are counted from one. */
export type UnknownName = { line: number; name: string; hint: string | null };

/** What a strategy has beside the members of its prototype. */
const FIELDS = ["vars", "hp", "buy", "sell", "stopLoss", "takeProfit"];
const OWN_API = [...Object.getOwnPropertyNames(Strategy.prototype), ...FIELDS];
const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
  ta: Object.keys(ta),
  utils: Object.keys(utils),
};
/** So many letters may be wrong in a name that is taken for another one. */
const MOST_WRONG = 2;
const SHORTEST = 5;

type SyntaxNode = ReturnType<typeof typescriptLanguage.parser.parse>["topNode"];
type Use = { name: string; from: number };
type Uses = { reads: Use[]; writes: Use[]; members: Use[]; calls: (Use & { of: string })[] };

/**
 * Names after `this`, `ta` and `utils` that neither the lab nor the text has, and members that nothing reads and whose
 * name is almost one of the lab's: a `stopLos` that is set would be no stop. Types are not looked at.
 */
export function findUnknownNames(text: string): UnknownName[] {
  const { reads, writes, members, calls } = listUses(text);
  const own = new Set([...writes, ...members].map(({ name }) => name));
  const isRead = new Set(reads.map(({ name }) => name));
  const found: (UnknownName & { from: number })[] = [];
  const add = (use: Use, prefix: string, hint: string | null) =>
    found.push({
      from: use.from,
      line: text.slice(0, use.from).split("\n").length,
      name: `${prefix}${use.name}`,
      hint: hint && `${prefix}${hint}`,
    });
  for (const use of reads) {
    if (!own.has(use.name) && !isOfStrategy(use.name)) add(use, "this.", findNear(use.name, OWN_API));
  }
  for (const use of [...writes, ...members]) {
    if (isOfStrategy(use.name) || isRead.has(use.name)) continue;
    const hint = findNear(use.name, OWN_API);
    if (hint !== null) add(use, "", hint);
  }
  for (const use of calls) {
    const names = NAMESPACES[use.of] ?? [];
    if (!names.includes(use.name)) add(use, `${use.of}.`, findNear(use.name, names));
  }
  found.sort((a, b) => a.from - b.from);
  const once = new Map(found.map(({ line, name, hint }) => [`${line} ${name}`, { line, name, hint }]));
  return [...once.values()];
}

function isOfStrategy(name: string): boolean {
  return name in Strategy.prototype || FIELDS.includes(name);
}

function listUses(text: string): Uses {
  const uses: Uses = { reads: [], writes: [], members: [], calls: [] };
  const textOf = ({ from, to }: SyntaxNode) => text.slice(from, to);
  typescriptLanguage.parser.parse(text).iterate({
    enter: ({ node }) => {
      if (node.name === "PropertyDefinition" && node.parent?.parent?.name === "ClassBody")
        uses.members.push({ name: textOf(node), from: node.from });
      if (node.name !== "MemberExpression") return;
      const [object, property] = [node.firstChild, node.lastChild];
      if (object === null || property?.name !== "PropertyName") return;
      const use = { name: textOf(property), from: property.from };
      if (object.name === "this") (isTarget(node) ? uses.writes : uses.reads).push(use);
      else if (object.name === "VariableName" && textOf(object) in NAMESPACES)
        uses.calls.push({ ...use, of: textOf(object) });
    },
  });
  return uses;
}

/** Whether the expression is assigned to, and not read: `this.a = 1`, but not `this.a += 1`. */
function isTarget(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.name !== "AssignmentExpression" || parent.firstChild?.from !== node.from) return false;
  return node.nextSibling?.name === "Equals";
}

/** The name that is meant: in jesse's spelling, or with at most two letters wrong. */
function findNear(name: string, names: readonly string[]): string | null {
  const hint = names === OWN_API ? findHint(name) : null;
  if (hint !== null || name.length < SHORTEST) return hint;
  const near = names
    .map((other) => ({ other, wrong: countWrong(name.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.wrong - b.wrong)[0];
  return near !== undefined && near.wrong <= MOST_WRONG ? near.other : null;
}

/** Letters to insert, delete or replace (Levenshtein). */
function countWrong(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
