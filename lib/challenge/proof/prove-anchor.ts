import "server-only";
import { climb, leafText, merklePath, rootText } from "@/lib/core/proof/merkle";
import type { StatementAnchor } from "@/lib/core/proof/statement";
import { findAnchoredHeads, findBranch, findNewestAnchorDay } from "@/lib/db/proof/anchors";
import { sha256 } from "@/lib/infra/sha256";

/**
 * The anchors in a statement of the log through event `throughSeq`: the newest anchored head, on the first
 * day that contains it, and the newest day.
 */
export async function proveAnchors(portfolioId: string, throughSeq: number): Promise<StatementAnchor[]> {
  const [head] = await findAnchoredHeads(portfolioId, 1);
  // A head that is newer than the state belongs to the next statement.
  if (head === undefined || head.seq > throughSeq) return [];
  const newest = (await findNewestAnchorDay(portfolioId)) ?? head.day;
  const days = [...new Set([head.day, newest])];
  const proofs = await Promise.all(days.map((day) => proveAnchor(day, portfolioId)));
  return proofs.filter((proof) => proof !== null);
}

/**
 * The path of a portfolio's head to one day's root, or null. @throws Error when the stored tree does not
 * match the root
 */
export async function proveAnchor(day: string, portfolioId: string): Promise<StatementAnchor | null> {
  const branch = await findBranch(day, portfolioId);
  const at = branch?.heads.findIndex((head) => head.portfolioId === portfolioId) ?? -1;
  const head = branch?.heads[at];
  if (branch === null || head === undefined) return null;
  const leaves = branch.heads.map((one) => sha256(leafText(one)));
  const inBucket = await merklePath(leaves, at, sha256);
  const buckets = branch.buckets.map(({ hash }) => hash);
  const path = [...inBucket, ...(await merklePath(buckets, branch.index, sha256))];
  const { root, portfolios } = branch.anchor;
  const top = await climb(sha256(leafText(head)), path, sha256);
  if (sha256(rootText({ day, portfolios, top })) !== root)
    throw new Error(`The tree of ${day} does not lead to its root.`);
  return { day, seq: head.seq, portfolios, root, path };
}
