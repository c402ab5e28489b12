import { readPositive } from "@/lib/client/numbers/read-number";
import type { Price, Qty } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { hasLimit, type OrderKind, type Side } from "@/lib/core/engine/orders/order";

/** The fields of the replay's order ticket, as typed. */
export type ReplayTicketDraft = {
  kind: OrderKind;
  qty: string;
  price: string;
  trigger: string;
  trail: string;
  stopLoss: string;
  takeProfit: string;
  isReduceOnly: boolean;
};
export type ReplayTicketField = keyof Omit<ReplayTicketDraft, "kind" | "isReduceOnly">;

/** The fields that a kind needs beside the quantity. */
export function fieldsOfKind(kind: OrderKind): ReplayTicketField[] {
  if (kind === "trailing-stop") return ["trail"];
  const trigger: ReplayTicketField[] = kind === "market" || kind === "limit" ? [] : ["trigger"];
  return hasLimit(kind) ? [...trigger, "price"] : trigger;
}

/** The order that the ticket describes, or the first field that has no number above zero. */
export function buildReplayOrder(
  draft: ReplayTicketDraft,
  order: { orderId: string; symbol: string; side: Side },
): { order: OrderRequest } | { wrong: ReplayTicketField } {
  const needed: ReplayTicketField[] = ["qty", ...fieldsOfKind(draft.kind)];
  const optional = (["stopLoss", "takeProfit"] as const).filter((name) => draft[name].trim() !== "");
  const used = draft.isReduceOnly ? needed : [...needed, ...optional];
  const values = new Map(used.map((name) => [name, readPositive(draft[name])] as const));
  const wrong = used.find((name) => !("value" in (values.get(name) ?? {})));
  if (wrong !== undefined) return { wrong };
  const read = (name: ReplayTicketField) => {
    const reading = values.get(name);
    return reading && "value" in reading ? (reading.value as Price) : undefined;
  };
  const stop = (name: ReplayTicketField) => {
    const price = read(name);
    return price === undefined ? null : { price, by: "last" as const };
  };
  const trigger = read("trigger");
  const distance = read("trail");
  const [stopLoss, takeProfit] = [stop("stopLoss"), stop("takeProfit")];
  return {
    order: {
      ...order,
      kind: draft.kind,
      qty: read("qty") as unknown as Qty,
      price: read("price"),
      trigger: trigger && { price: trigger },
      trail: distance && { distance },
      reduceOnly: draft.isReduceOnly,
      attached: stopLoss || takeProfit ? { stopLoss, takeProfit } : undefined,
    },
  };
}
