import { parseSync } from "@swc/core";

/** Page text in the source: where it stands and what it says. */
export type PageText = { line: number; text: string };

type Node = { type: string; span?: { start: number; end: number }; [key: string]: unknown };
/** How a string is used: as text of the page, as one value of a table, in an attribute, or unknown. */
type Use = "shown" | "entry" | "attribute" | "other";
type Add = (node: Node, text: string) => void;

/** Attributes whose strings a reader sees or hears. */
const TEXT_ATTRIBUTE =
  /^(aria-)?(label|title|placeholder|description|heading|caption|text|hint|message|alt|roledescription|valuetext)$|(Label|Title|Text|Message)$/;
/** Names, the same in every language. */
const NAME = /^(Terminal Zero|Edge|Opera|Firefox|Chrome|Safari|Android|Windows|Mac OS X|Linux)$/;
/** Keys by the words on them, alone or together. */
const KEYS = /^(Enter|Esc|Delete|Ctrl( ⇧)? [A-Z])$/;
/** Two letters, one of them small: units and codes such as `%`, `x`, `USDT` are the same in every language. */
const WORD = /\p{L}*\p{Ll}\p{L}+|\p{L}+\p{Ll}\p{L}*/u;
/** Types and imports. */
const CODE_NODE = /^(Ts|ImportDeclaration$)/;
const SENTENCE = /^\s*\p{Lu}[\p{Ll}’']+[,:.]?\s+\S/u;
const CAPITALISED_WORD = /^\p{Lu}\p{Ll}+$/u;

/**
 * Finds literal page text in the source of a TypeScript file: text and text attributes of JSX, and strings that
 * begin like a sentence or are a capitalised entry of a table. Errors that are thrown are not page text.
 */
export function findPageText(source: string): PageText[] {
  const module = parseSync(source, { syntax: "typescript", tsx: true, target: "es2022" });
  // Spans count bytes, and go on from one parsed file to the next.
  const bytes = Buffer.from(source);
  const first = module.body[0]?.span.start ?? 0;
  const skipped = bytes.length - Buffer.from(source.trimStart()).length;
  const found: PageText[] = [];
  const add = (node: Node, text: string) => {
    const at = Math.max(0, (node.span?.start ?? first) - module.span.start);
    found.push({ line: countLines(bytes.subarray(0, at + skipped)), text: text.trim().replace(/\s+/g, " ") });
  };
  for (const statement of module.body) visit(statement as unknown as Node, "other", add);
  return found;
}

function countLines(bytes: Buffer): number {
  return bytes.toString("utf8").split("\n").length;
}

function visit(node: Node, use: Use, add: Add): void {
  if ((CODE_NODE.test(node.type) && !("expression" in node)) || isError(node)) return;
  const text = readText(node, use);
  if (text !== null) add(node, text);
  for (const [child, how] of listParts(node, use)) {
    for (const one of Array.isArray(child) ? child : [child]) {
      if (one && typeof one === "object") visit(one as Node, how, add);
    }
  }
}

function isError({ type, callee }: Node): boolean {
  return type === "NewExpression" && String((callee as Node).value).endsWith("Error");
}

/** The page text that a node is by itself, or null. */
function readText(node: Node, use: Use): string | null {
  const { value } = node;
  if (node.type === "JSXText") return WORD.test(String(value)) ? String(value) : null;
  if (node.type === "StringLiteral") return isText(String(value), use) ? String(value) : null;
  if (node.type !== "TemplateLiteral") return null;
  const text = (node.quasis as { raw: string }[]).map(({ raw }) => raw).join(" … ");
  return isText(text, use) ? text : null;
}

function isText(text: string, use: Use): boolean {
  if (NAME.test(text) || KEYS.test(text)) return false;
  if (use === "shown") return WORD.test(text);
  return SENTENCE.test(text) || (use !== "other" && CAPITALISED_WORD.test(text));
}

/** The parts of a node, each with how its strings are used. */
function listParts(node: Node, use: Use): [part: unknown, use: Use][] {
  const { expression, value } = node;
  switch (node.type) {
    case "JSXAttribute":
      return [[value, readUse(node.name as Node)]];
    case "JSXExpressionContainer":
      return [[expression, use === "other" ? "shown" : use]];
    case "TemplateLiteral":
      return [[node.expressions, "other"]];
    case "ConditionalExpression":
      return [
        [node.test, "other"],
        [[node.consequent, node.alternate], use],
      ];
    case "BinaryExpression":
      return [
        [node.left, /^(\|\||\?\?|\+)$/.test(String(node.operator)) ? use : "other"],
        [node.right, /^(\|\||\?\?|\+|&&)$/.test(String(node.operator)) ? use : "other"],
      ];
    case "ParenthesisExpression":
    case "TsAsExpression":
    case "TsSatisfiesExpression":
    case "TsConstAssertion":
      return [[expression, use]];
    case "ArrayExpression":
      return [[(node.elements as ({ expression: Node } | null)[]).map((one) => one?.expression), "entry"]];
    case "KeyValueProperty":
      // The classes of schema.org.
      if ((node.key as Node).value === "@type") return [];
      return [[value, "entry"]];
    default:
      return Object.values(node).map((part) => [part, "other"]);
  }
}

/** How the value of an attribute is used. */
function readUse({ type, value }: Node): Use {
  const name = String(value);
  return type === "Identifier" && TEXT_ATTRIBUTE.test(name) ? "shown" : "attribute";
}
