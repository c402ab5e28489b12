/** A regular expression as a tree. `char` nodes take one character; `samples` are some, of a word and of none. */
export type PatternNode =
  | { type: "char"; takes: (char: string) => boolean; samples: string[] }
  | { type: "sequence"; parts: PatternNode[] }
  | { type: "choice"; options: PatternNode[] }
  | { type: "repeat"; body: PatternNode; min: number; max: number; isLazy: boolean }
  | { type: "look"; body: PatternNode; isBehind: boolean; isNegated: boolean }
  | { type: "edge"; kind: "^" | "$" | "b" | "B" };

/** Characters from which the samples of classes are taken, the likeliest in outside text first. */
const CANDIDATES = [
  ..."a1.,-/ :@_Z0\n\"'=+$£{}[]()|!é\t",
  "\ud83d",
  "\udc00",
  "\u200b",
  "\uff1d",
  "\0",
  ..."\u0301яαաᎠⲀꓐⴰ",
];

/**
 * Parses a pattern that the engine has accepted already. Back references are not supported: they make matching
 * exponential by nature.
 *
 * @throws Error for syntax that is not supported
 */
export function parsePattern({ source, flags }: RegExp): PatternNode {
  let at = 0;
  const takesCache = new Map<string, PatternNode>();

  function parseChoice(): PatternNode {
    const options = [parseSequence()];
    while (source[at] === "|") {
      at += 1;
      options.push(parseSequence());
    }
    return options.length === 1 && options[0] ? options[0] : { type: "choice", options };
  }

  function parseSequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") parts.push(parseRepeat());
    return { type: "sequence", parts };
  }

  function parseRepeat(): PatternNode {
    const body = parseAtom();
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})(\??)/.exec(source.slice(at, at + 20));
    if (!quantifier) return body;
    at += quantifier[0].length;
    const [text, least = "0", comma, most, lazy] = quantifier;
    const simple = { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] }[text[0] ?? ""];
    const [min, max] = simple ?? [Number(least), most ? Number(most) : comma ? Infinity : Number(least)];
    return { type: "repeat", body, min: min ?? 0, max: max ?? 0, isLazy: lazy === "?" };
  }

  function parseAtom(): PatternNode {
    const char = source[at] ?? "";
    if (char === "(") return parseGroup();
    if (char === "^" || char === "$") {
      at += 1;
      return { type: "edge", kind: char };
    }
    const text = char === "[" ? readClass() : char === "\\" ? readEscape() : char;
    at += text.length;
    if (text === "\\b" || text === "\\B") return { type: "edge", kind: text === "\\b" ? "b" : "B" };
    if (/^\\[1-9k]/.test(text)) throw new Error(`Back references are not supported: ${source}`);
    return charNode(text);
  }

  function parseGroup(): PatternNode {
    const [head = ""] = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(source.slice(at)) ?? [];
    at += head.length;
    const body = parseChoice();
    at += 1;
    if (!/[=!]$/.test(head)) return body;
    return { type: "look", body, isBehind: head.includes("<"), isNegated: head.endsWith("!") };
  }

  function readClass(): string {
    let end = at + 1;
    while (source[end] !== "]") end += source[end] === "\\" ? 2 : 1;
    return source.slice(at, end + 1);
  }

  function readEscape(): string {
    const rest = source.slice(at, at + 40);
    return /^\\(?:u\{[^}]+\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]+\}|c[a-z]|.)/i.exec(rest)?.[0] ?? "\\";
  }

  function charNode(text: string): PatternNode {
    const known = takesCache.get(text);
    if (known) return known;
    const one = new RegExp(`^(?:${text})$`, flags.replace(/[gy]/g, ""));
    const responses = new Map<string, boolean>();
    const takes = (char: string) => {
      const response = responses.get(char) ?? one.test(char);
      responses.set(char, response);
      return response;
    };
    const literal = text.replace(/^\\(?=\W)/, "");
    const taken = [...(literal.length === 1 ? literal : ""), ...CANDIDATES, ...text].filter(takes);
    const samples = [taken[0], taken.find((char) => /\w/.test(char) !== /\w/.test(taken[0] ?? ""))];
    const node: PatternNode = { type: "char", takes, samples: samples.filter((one) => one !== undefined) };
    if (taken.length === 0) throw new Error(`No character is known that ${text} takes.`);
    takesCache.set(text, node);
    return node;
  }

  return parseChoice();
}
