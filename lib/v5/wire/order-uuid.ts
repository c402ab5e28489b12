import "server-only";
import { createHash } from "node:crypto";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, as the wire has them. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The `orderId` of an order on the wire: its own id where that is a UUID (orders of programs), otherwise one that is
 * derived from it. The order of a position's stop or target has the id that the wire shows while it waits.
 */
export function toOrderUuid(portfolioId: string, id: string): string {
  if (isUuid(id)) return id;
  const [purpose = "", roundTripId = ""] = id.split(":");
  const isStop = (purpose === "stop" || purpose === "target") && roundTripId !== "";
  return nameUuid(portfolioId, isStop ? `${purpose}:${roundTripId}` : id);
}

/** The id of an execution: the event `seq` of the portfolio. */
export function toExecutionUuid(portfolioId: string, seq: number): string {
  return nameUuid(portfolioId, `execution:${seq}`);
}

/** A UUID made of a name (version 3); `lib/db/records/order-records.ts` makes the same in SQL. */
function nameUuid(portfolioId: string, name: string): string {
  const hex = createHash("md5").update(`${portfolioId}:${name}`).digest("hex");
  const versioned = `${hex.slice(0, 12)}3${hex.slice(13, 16)}8${hex.slice(17)}`;
  return versioned.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
