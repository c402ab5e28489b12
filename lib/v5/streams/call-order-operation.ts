import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { assertFresh } from "@/lib/v5/authenticate";
import { ExtendedResult } from "@/lib/v5/call";
import { LimitExceeded, type LimitState } from "@/lib/v5/consume-key-limit";
import { ENDPOINTS } from "@/lib/v5/endpoints";
import { callEndpoint, toLimitHeaders } from "@/lib/v5/serve-v5";
import type { SocketMessage } from "@/lib/v5/streams/socket-message";
import { toWireFault } from "@/lib/v5/wire/to-wire-fault";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** The endpoint of each operation of the trade socket. */
const OPERATIONS: Record<string, string> = {
  "order.create": "POST /v5/order/create",
  "order.amend": "POST /v5/order/amend",
  "order.cancel": "POST /v5/order/cancel",
  "order.create-batch": "POST /v5/order/create-batch",
  "order.amend-batch": "POST /v5/order/amend-batch",
  "order.cancel-batch": "POST /v5/order/cancel-batch",
};

const headerSchema = z.looseObject({
  "X-BAPI-TIMESTAMP": z.union([z.string(), z.number()]).transform(String),
  "X-BAPI-RECV-WINDOW": z.union([z.string(), z.number()]).transform(String).optional(),
});

/** Carries out one operation of a socket, with the checks, limits and effects of its REST endpoint. Never rejects. */
export async function callOrderOperation(
  key: CalledKey,
  { message, ip }: { message: SocketMessage; ip: string },
): Promise<object> {
  const nowMs = Date.now();
  let limit: LimitState | null = null;
  try {
    const endpoint = ENDPOINTS[OPERATIONS[message.op] ?? ""];
    if (endpoint === undefined) throw new V5Error(10404, `op ${message.op.slice(0, 40)} is not offered`);
    const header = headerSchema.safeParse(message.header);
    if (!header.success) throw new V5Error(10001, "params error: header X-BAPI-TIMESTAMP is required");
    assertFresh(header.data["X-BAPI-TIMESTAMP"], header.data["X-BAPI-RECV-WINDOW"] ?? "", nowMs);
    const [input] = z
      .tuple([z.record(z.string(), z.unknown())])
      .rest(z.unknown())
      .parse(message.args);
    const later = (work: () => Promise<void>) =>
      void work().catch((error) => reportError("v5-work-failed", error));
    const response = await callEndpoint(endpoint, input, { key, ip, nowMs, later });
    limit = response.limit;
    const { result } = response;
    const isExtended = result instanceof ExtendedResult;
    const data = isExtended ? result.result : result;
    const retExtInfo = isExtended ? result.extension : {};
    return { retCode: 0, retMsg: "OK", data, retExtInfo, header: describeAnswer(limit, nowMs) };
  } catch (error) {
    const fault = toWireFault(error, message.op);
    if (fault instanceof LimitExceeded) limit = fault.state;
    const retCode = fault.retCode === 10006 ? 10429 : fault.retCode;
    return { retCode, retMsg: fault.message, data: {}, retExtInfo: {}, header: describeAnswer(limit, nowMs) };
  }
}

function describeAnswer(limit: LimitState | null, nowMs: number): Record<string, string> {
  return {
    ...(limit && toLimitHeaders(limit)),
    Traceid: randomUUID().replaceAll("-", ""),
    Timenow: String(nowMs),
  };
}
