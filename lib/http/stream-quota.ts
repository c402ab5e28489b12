import "server-only";
import type { IncomingMessage } from "node:http";
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
  const address = findClientAddress(request);
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

/** The socket's address, or the header of a proxy that we were told to trust. Any other header is hearsay. */
function findClientAddress(request: IncomingMessage): string {
  const env = getEnv();
  const trusted = env.CLIENT_ADDRESS_HEADER ?? (env.VERCEL ? "x-real-ip" : undefined);
  const named = trusted ? request.headers[trusted.toLowerCase()] : undefined;
  const text = Array.isArray(named) ? named.at(-1) : named?.split(",").at(-1)?.trim();
  return text || request.socket.remoteAddress || "unknown";
}
