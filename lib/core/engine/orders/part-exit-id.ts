import { OCO_PREFIX } from "@/lib/core/order-groups/oco-pair";

/** Begins the ids of stops and targets of a part of a position; no client can name such an id itself. */
export const PART_PREFIX = "part:";

/** Id of a stop or target of a part that has no partner; `seq` is the event of the fill that it protects. */
export function partExitId(seq: number): string {
  return `${PART_PREFIX}${seq}`;
}

/** Whether an order is a stop or target of a part of a position. */
export function isPartExitId(id: string): boolean {
  return id.startsWith(PART_PREFIX) || id.startsWith(`${OCO_PREFIX}${PART_PREFIX}`);
}
