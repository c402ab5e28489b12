import "server-only";
import { z } from "zod";
import { type Call, ExtendedResult } from "@/lib/v5/call";
import type { OrderIds } from "@/lib/v5/orders/create-order";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";

const MAX_ORDERS = 20;

/** Fields of a batch: up to twenty requests, each checked on its own. */
export const batchSchema = z.object({ request: z.array(z.unknown()).min(1).max(MAX_ORDERS) });
type Batch = z.output<typeof batchSchema>;

/**
 * Makes the handler of a batch: each request succeeds or fails by itself, in order, and has a line of its own in the
 * result and in `retExtInfo`. Only creations have a `createAt`.
 */
export function inBatches<S extends z.ZodType>(
  schema: S,
  handle: (call: Call, input: z.output<S>) => Promise<OrderIds>,
  options: { isCreation: boolean } = { isCreation: false },
): (call: Call, batch: Batch) => Promise<ExtendedResult> {
  return async (call, { request }) => {
    const list: object[] = [];
    const codes: { code: number; msg: string }[] = [];
    for (const each of request) {
      const { ids, code, msg } = await attempt(call, each, { schema, handle });
      const { symbol, orderLinkId } = z.looseObject({}).catch({}).parse(each) as Record<string, unknown>;
      const made = ids ?? { orderId: "", orderLinkId: typeof orderLinkId === "string" ? orderLinkId : "" };
      const createAt = ids ? String(Date.now()) : "";
      list.push({
        category: "linear",
        symbol: String(symbol ?? ""),
        ...made,
        ...(options.isCreation && { createAt }),
      });
      codes.push({ code, msg });
    }
    return new ExtendedResult({ list }, { list: codes });
  };
}

async function attempt<S extends z.ZodType>(
  call: Call,
  request: unknown,
  operation: { schema: S; handle: (call: Call, input: z.output<S>) => Promise<OrderIds> },
): Promise<{ ids: OrderIds | null; code: number; msg: string }> {
  try {
    const ids = await operation.handle(call, operation.schema.parse(request));
    return { ids, code: 0, msg: "OK" };
  } catch (error) {
    const { retCode, message } = toWireFault(error, "batch");
    return { ids: null, code: retCode, msg: message };
  }
}
