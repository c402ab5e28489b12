import { OCO_PREFIX } from "@/lib/core/order-groups/oco-pair";

/** Begins the ids of stops and targets of a part of a position; no client can name such an id itself. */
const PART_PREFIX = "part:";

/**
 * Id of a stop or target of a part that has no partner, and the group of a pair: `fillSeq` is the event of the first
 * fill that it protects.
 */
export function partExitId({ acceptedSeq }: { acceptedSeq: number }, fillSeq: number): string {
  return `${PART_PREFIX}${acceptedSeq}.${fillSeq}`;
}

/** Whether an order is a stop or target of a part of a position. */
export function isPartExitId(id: string): boolean {
  return id.startsWith(PART_PREFIX) || id.startsWith(`${OCO_PREFIX}${PART_PREFIX}`);
}

/** Whether an order is a stop or target that came with fills of this entry. */
export function isPartExitOf(id: string, { acceptedSeq }: { acceptedSeq: number }): boolean {
  const start = `${PART_PREFIX}${acceptedSeq}.`;
  return id.startsWith(start) || id.startsWith(`${OCO_PREFIX}${start}`);
}
