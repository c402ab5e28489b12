import "server-only";
import { findAnchoredHeads, findAnchors } from "@/lib/db/proof/anchors";
import type { AnchoredHeads } from "@/lib/schemas/sharing/anchor";

const MAX_HEADS = 400;
const MAX_DAYS = 5_000;

/** The public proof data of a portfolio by id: its anchored heads, and the roots of all days. */
export async function findPublishedHeads(portfolioId: string): Promise<AnchoredHeads> {
  const [heads, anchors] = await Promise.all([
    findAnchoredHeads(portfolioId, MAX_HEADS),
    findAnchors(MAX_DAYS),
  ]);
  return { heads, anchors };
}
