import "server-only";
import type { IncomingMessage } from "node:http";
import { findClientIp, SOCKET_IP_HEADER } from "@/lib/http/client-ip";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Takes one of the streams that an address may have open in this process, and returns how to give it back.
 *
 * @throws AppError `too_many_streams` when the address has them all.
 */
export function claimStream(request: IncomingMessage): () => void {
  const open = getProcessSingleton("open-streams", () => new Map<string, number>());
  const address = findStreamIp(request);
  const limit = getEnv().STREAMS_PER_ADDRESS;
  const count = open.get(address) ?? 0;
  if (count >= limit) {
    throw new AppError("too_many_streams", `At most ${limit} streams may be open from one address.`, {
      limit,
    });
  }
  open.set(address, count + 1);
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    const left = (open.get(address) ?? 1) - 1;
    if (left > 0) open.set(address, left);
    else open.delete(address);
  };
}

/** The client IP of a Pages request; where nothing has noted the socket's address, it is asked. */
function findStreamIp({ headers, socket }: IncomingMessage): string {
  const given = Object.entries({ [SOCKET_IP_HEADER]: socket.remoteAddress, ...headers });
  return findClientIp(new Headers(given.map(([name, value]) => [name, String(value ?? "")])));
}
