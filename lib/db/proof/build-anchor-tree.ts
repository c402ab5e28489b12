import "server-only";
import { leafText, merkleRoot, rootText } from "@/lib/core/proof/merkle";
import { sha256 } from "@/lib/infra/sha256";

/** A log's head at the time of an anchor. */
export type Head = { portfolioId: string; seq: number; hash: string };
/** A part of an anchor's tree: the root over the heads from `firstPortfolioId` on. */
export type Bucket = { firstPortfolioId: string; hash: string };

/** Reads the heads of one day after an id, in the order of the tree. */
export type ReadHeads = (after: string, limit: number) => Promise<Head[]>;

/**
 * Heads of one bucket of the tree: a power of two, so that the tree over buckets is the tree over all heads.
 */
const BUCKET_SIZE = 1_024;

/** Builds the tree over all heads of a day (UTC), one bucket at a time, and its root. */
export async function buildAnchorTree(
  day: string,
  portfolios: number,
  readHeads: ReadHeads,
): Promise<{ buckets: Bucket[]; root: string }> {
  const buckets: Bucket[] = [];
  for (let after = ""; ; ) {
    const heads = await readHeads(after, BUCKET_SIZE);
    const [first] = heads;
    if (first === undefined) break;
    const leaves = heads.map((head) => sha256(leafText(head)));
    buckets.push({ firstPortfolioId: first.portfolioId, hash: await merkleRoot(leaves, sha256) });
    after = heads.at(-1)?.portfolioId ?? after;
  }
  const top = await merkleRoot(
    buckets.map(({ hash }) => hash),
    sha256,
  );
  return { buckets, root: sha256(rootText({ day, portfolios, top })) };
}
