import type { PatternNode } from "@/tests/patterns/parse-pattern";

type Match = (at: number) => number;

/**
 * The steps that a backtracking engine needs to look for every match of a pattern in a text, as `replaceAll` does.
 * Ends early with a number above `budget`. Deterministic: no clock is read.
 */
export function countSteps(
  root: PatternNode,
  text: string,
  options: { flags: string; budget: number },
): number {
  const { flags, budget } = options;
  let steps = 0;
  const spend = () => {
    steps += 1;
    if (steps > budget) throw new OverBudget();
  };
  const match = compile(root, { text, isMultiline: flags.includes("m"), spend }, (at) => at);
  try {
    for (let at = 0; at <= text.length; ) {
      const end = match(at);
      at = end > at ? end : at + 1;
    }
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
  }
  return steps;
}

class OverBudget extends Error {}

type Scene = { text: string; isMultiline: boolean; spend: () => void };

/**
 * A function that matches `node` at a position and continues with `next`; it returns the end of the match or
 * -1.
 */
function compile(node: PatternNode, scene: Scene, next: Match): Match {
  const { text, spend } = scene;
  switch (node.type) {
    case "char":
      return (at) => {
        spend();
        return at < text.length && node.takes(text[at] ?? "") ? next(at + 1) : -1;
      };
    case "sequence":
      return node.parts.reduceRight((rest, part) => compile(part, scene, rest), next);
    case "choice": {
      const options = node.options.map((option) => compile(option, scene, next));
      return (at) => firstEnd(options, at);
    }
    case "repeat":
      return node.body.type === "char" ? repeatChar(node, scene, next) : repeatGroup(node, scene, next);
    case "look": {
      const isThere = node.isBehind ? lookBehind(node.body, scene) : compile(node.body, scene, (at) => at);
      return (at) => (isThere(at) >= 0 === node.isNegated ? -1 : next(at));
    }
    case "edge":
      return (at) => {
        spend();
        return isEdge(node.kind, at, scene) ? next(at) : -1;
      };
  }
}

type Repeat = Extract<PatternNode, { type: "repeat" }>;

/** Without recursion, since texts are long. */
function repeatChar({ body, min, max, isLazy }: Repeat, { text, spend }: Scene, next: Match): Match {
  const takes = (at: number) => body.type === "char" && at < text.length && body.takes(text[at] ?? "");
  if (isLazy) {
    return (start) => {
      for (let at = start; ; at += 1) {
        spend();
        const end = at - start >= min ? next(at) : -1;
        if (end >= 0 || at - start >= max || !takes(at)) return end;
      }
    };
  }
  return (start) => {
    let at = start;
    while (at - start < max && takes(at)) {
      spend();
      at += 1;
    }
    for (; at - start >= min; at -= 1) {
      spend();
      const end = next(at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

function repeatGroup({ body, min, max, isLazy }: Repeat, scene: Scene, next: Match): Match {
  const attempt = (at: number, count: number): number => {
    scene.spend();
    const more = () =>
      count < max
        ? compile(body, scene, (end) => (end === at && count >= min ? -1 : attempt(end, count + 1)))(at)
        : -1;
    const done = () => (count >= min ? next(at) : -1);
    const [first, second] = isLazy ? [done, more] : [more, done];
    const end = first();
    return end >= 0 ? end : second();
  };
  return (at) => attempt(at, 0);
}

/** Tries every beginning, where an engine goes backwards: a look-behind is evaluated too hard, never too lightly. */
function lookBehind(body: PatternNode, scene: Scene): Match {
  return (at) => {
    for (let start = at; start >= 0; start -= 1) {
      if (compile(body, scene, (end) => (end === at ? at : -1))(start) >= 0) return at;
    }
    return -1;
  };
}

function firstEnd(options: readonly Match[], at: number): number {
  for (const option of options) {
    const end = option(at);
    if (end >= 0) return end;
  }
  return -1;
}

function isEdge(kind: "^" | "$" | "b" | "B", at: number, { text, isMultiline }: Scene): boolean {
  if (kind === "^") return at === 0 || (isMultiline && text[at - 1] === "\n");
  if (kind === "$") return at === text.length || (isMultiline && text[at] === "\n");
  const isBoundary = isWord(text[at - 1]) !== isWord(text[at]);
  return isBoundary === (kind === "b");
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}
