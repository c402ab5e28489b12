/** A head of the portfolio as returned by the public look-up. */
export type PublishedHead = { day: string; seq: number; hash: string };

/** The published daily anchors, obtained apart from the statement. */
export type PublishedAnchors = {
  /** Root of each day. */
  roots: ReadonlyMap<string, string>;
  /** Heads of this portfolio, where they were looked up. */
  heads: readonly PublishedHead[];
};

const LINE = /^(\d{4}-\d{2}-\d{2})\s+([0-9a-f]{64})$/;

/**
 * Reads a public list of anchors: the response of `GET /api/anchors` or `GET /api/anchors/heads`, or lines of
 * "YYYY-MM-DD root". @throws SyntaxError when it is neither
 */
export function readPublishedAnchors(text: string): PublishedAnchors {
  if (text.trimStart().startsWith("{")) return readJson(text);
  const roots = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [, day, root] = LINE.exec(line.trim()) ?? [];
    if (day === undefined || root === undefined)
      throw new SyntaxError(`This is not a line of the list of anchors: ${line.slice(0, 80)}`);
    roots.set(day, root);
  }
  return { roots, heads: [] };
}

function readJson(text: string): PublishedAnchors {
  let value: { anchors?: unknown; heads?: unknown };
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError("The list of anchors is not JSON.");
  }
  const { anchors = [], heads = [] } = value;
  const isList = Array.isArray(value.anchors) || Array.isArray(value.heads);
  if (
    !isList ||
    !Array.isArray(anchors) ||
    !Array.isArray(heads) ||
    !anchors.every(isRoot) ||
    !heads.every(isHead)
  )
    throw new SyntaxError("This is not a list of anchors.");
  return { roots: new Map(anchors.map(({ day, root }) => [day, root])), heads };
}

function isRoot(value: unknown): value is { day: string; root: string } {
  const one = value as { day?: unknown; root?: unknown } | null;
  return typeof one?.day === "string" && typeof one.root === "string";
}

function isHead(value: unknown): value is PublishedHead {
  const one = value as Partial<PublishedHead> | null;
  return typeof one?.day === "string" && typeof one.hash === "string" && Number.isInteger(one.seq);
}
