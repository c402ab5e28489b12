import "server-only";
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";
import { isPublicAddress } from "@/lib/webhooks/is-public-address";

/** How long a name server may take for each of two tries, in ms. */
const RESOLVE_TIMEOUT_MS = 2_000;
const LOCAL: CheckedAddress = { address: "127.0.0.1", family: 4 };

/** An address to connect to, which has been checked. */
export type CheckedAddress = { address: string; family: 4 | 6 };

/** The name of a URL has no address now; it may have one again later. */
export class UnknownHostError extends AppError {}

/**
 * Asserts that a URL leads to the public internet only, and returns the address to connect to: it must be used for the
 * connection, since a name may have another address a moment later.
 *
 * @throws AppError `webhook_url_rejected` for a scheme, user name or address that is not allowed, `UnknownHostError` for a
 * name without an address
 */
export async function assertWebhookUrl(text: string): Promise<CheckedAddress> {
  const url = new URL(text);
  const allowsLoopback = getEnv().WEBHOOKS_TO_LOOPBACK === "on";
  if (url.username !== "" || url.password !== "") throw reject("must have no user name");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = allowsLoopback && host === "localhost" ? [LOCAL] : await resolveHost(host);
  const isAllowed = addresses.every(({ address }) => isPublicAddress(address, { allowsLoopback }));
  const [first] = addresses;
  if (first === undefined) throw unknownHost();
  if (!isAllowed) throw reject("must lead to the public internet");
  const isLocal = !isPublicAddress(first.address, { allowsLoopback: false });
  if (url.protocol !== "https:" && !isLocal) throw reject("must begin with https://");
  return first;
}

/** Not by the system's resolver, whose few threads the whole process shares: a slow name server would hold all of them. */
async function resolveHost(host: string): Promise<CheckedAddress[]> {
  const family = isIP(host);
  if (family === 4 || family === 6) return [{ address: host, family }];
  const resolver = new Resolver({ timeout: RESOLVE_TIMEOUT_MS, tries: 2 });
  const [v4, v6] = await Promise.all([
    resolver.resolve4(host).catch(() => []),
    resolver.resolve6(host).catch(() => []),
  ]);
  return [
    ...v4.map((address) => ({ address, family: 4 as const })),
    ...v6.map((address) => ({ address, family: 6 as const })),
  ];
}

function unknownHost(): UnknownHostError {
  return new UnknownHostError("webhook_url_rejected", "The URL's host has no address.", { field: "url" });
}

function reject(why: string): AppError {
  return new AppError("webhook_url_rejected", `The URL ${why}.`, { field: "url" });
}
