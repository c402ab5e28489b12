import "server-only";
import { makeAnchor } from "@/lib/db/proof/anchors";

/** Anchors the heads of all logs, once for each day in UTC. Returns whether this call did. */
export function anchorLogs(): Promise<boolean> {
  return makeAnchor(new Date());
}
