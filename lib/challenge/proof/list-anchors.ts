import "server-only";
import { type Anchor, findAnchors } from "@/lib/db/proof/anchors";

const SHOWN = 60;

/** The newest daily anchors of all logs, newest first. */
export function listAnchors(): Promise<Anchor[]> {
  return findAnchors(SHOWN);
}
