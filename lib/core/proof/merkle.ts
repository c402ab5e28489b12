/** Computes the SHA-256 of a text in hex; injected, since the core contains no cryptography. */
export type Sha256 = (text: string) => string | Promise<string>;

/** One step from a leaf to the root: the sibling's hash and its side. */
export type MerkleStep = { side: "left" | "right"; hash: string };

/**
 * The root over `leaves`: pairs are joined level by level, and one without a partner moves up unchanged (the
 * same tree as RFC 6962). Leaves and nodes are hashed with different prefixes, so that no node can pass for a
 * leaf.
 */
export async function merkleRoot(leaves: readonly string[], sha256: Sha256): Promise<string> {
  let level = leaves;
  while (level.length > 1) level = await joinPairs(level, sha256);
  return level[0] ?? (await sha256("empty"));
}

/** The steps from the leaf at `index` to the root of `merkleRoot`. @throws RangeError when there is no such leaf */
export async function merklePath(
  leaves: readonly string[],
  index: number,
  sha256: Sha256,
): Promise<MerkleStep[]> {
  if (index < 0 || index >= leaves.length) throw new RangeError(`There is no leaf ${index}.`);
  const steps: MerkleStep[] = [];
  let level = leaves;
  let at = index;
  while (level.length > 1) {
    const isLeft = at % 2 === 0;
    const beside = level[isLeft ? at + 1 : at - 1];
    if (beside !== undefined) steps.push({ side: isLeft ? "right" : "left", hash: beside });
    level = await joinPairs(level, sha256);
    at = Math.floor(at / 2);
  }
  return steps;
}

/** The root reached from a leaf by its steps. */
export async function climb(leaf: string, steps: readonly MerkleStep[], sha256: Sha256): Promise<string> {
  let hash = leaf;
  for (const step of steps)
    hash = await (step.side === "left" ? joinTwo(step.hash, hash, sha256) : joinTwo(hash, step.hash, sha256));
  return hash;
}

/** The leaf of one portfolio's head: its id, the sequence of its newest event and that event's hash. */
export function leafText(head: { portfolioId: string; seq: number; hash: string }): string {
  return `leaf\n${head.portfolioId}\n${head.seq}\n${head.hash}`;
}

/** What an anchor's root covers: its day (UTC, YYYY-MM-DD), the number of heads and the top of the tree over them. */
export function rootText(anchor: { day: string; portfolios: number; top: string }): string {
  return `anchor\n${anchor.day}\n${anchor.portfolios}\n${anchor.top}`;
}

async function joinPairs(level: readonly string[], sha256: Sha256): Promise<string[]> {
  const above: string[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const left = level[at] as string;
    const right = level[at + 1];
    above.push(right === undefined ? left : await joinTwo(left, right, sha256));
  }
  return above;
}

function joinTwo(left: string, right: string, sha256: Sha256): string | Promise<string> {
  return sha256(`node\n${left}\n${right}`);
}
