/** The two orders of a pair of which one cancels the other, by their ids. */
export const OCO_PREFIX = "oco:";
const LEGS = ["limit", "stop"] as const;
type OcoLeg = (typeof LEGS)[number];

/** Id of one order of a pair. `group` is made once for each intended pair; no client can name such an id itself. */
export function ocoOrderId(group: string, leg: OcoLeg): string {
  return `${OCO_PREFIX}${group}:${leg}`;
}

/** Id of the other order of the pair; null for an order that is in none. */
export function findOcoPartner(orderId: string): string | null {
  if (!orderId.startsWith(OCO_PREFIX)) return null;
  const leg = LEGS.find((one) => orderId.endsWith(`:${one}`));
  if (leg === undefined) return null;
  const other = leg === "limit" ? "stop" : "limit";
  return orderId.slice(0, orderId.length - leg.length) + other;
}
