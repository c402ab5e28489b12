import "server-only";
import { z } from "zod";
import { setDisconnectSeconds } from "@/lib/db/queries/users/disconnects";
import type { Call } from "@/lib/v5/call";
import { optional, text, whole } from "@/lib/v5/wire/fields";
import { badParameter } from "@/lib/v5/wire/v5-error";

const SHORTEST_S = 3;
const LONGEST_S = 300;

/** Fields of `POST /v5/order/disconnected-cancel-all`; `product` is for other markets. */
export const cancelWhenDisconnectedSchema = z.object({ product: optional(text), timeWindow: whole });

/**
 * From the key's next socket on, all orders of its portfolio are cancelled when no socket of the key has been open for
 * `timeWindow` seconds; 0 ends that.
 */
export async function cancelWhenDisconnected(
  { key }: Call,
  { timeWindow }: z.output<typeof cancelWhenDisconnectedSchema>,
): Promise<object> {
  const isOff = timeWindow === 0;
  if (!isOff && (timeWindow < SHORTEST_S || timeWindow > LONGEST_S)) {
    throw badParameter(`timeWindow must be 0 or ${SHORTEST_S} to ${LONGEST_S}`);
  }
  await setDisconnectSeconds(key, isOff ? null : timeWindow);
  return {};
}
