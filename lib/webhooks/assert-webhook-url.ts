import "server-only";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { getEnv } from "@/lib/infra/env/env";
import { AppError } from "@/lib/schemas/api-error";
import { isPublicAddress } from "@/lib/webhooks/is-public-address";

/** An address to connect to, which has been checked. */
export type CheckedAddress = { address: string; family: 4 | 6 };

/**
 * Asserts that a URL leads to the public internet only, and returns the address to connect to: it must be used for the
 * connection, since a name may have another address a moment later.
 *
 * @throws AppError `webhook_url_rejected` for a scheme, port or address that is not allowed, or an unknown name
 */
export async function assertWebhookUrl(text: string): Promise<CheckedAddress> {
  const url = new URL(text);
  const allowsLoopback = getEnv().WEBHOOKS_TO_LOOPBACK === "on";
  if (url.username !== "" || url.password !== "") throw reject("must have no user name");
  const addresses = await resolveHost(url.hostname.replace(/^\[|\]$/g, ""));
  const isAllowed = addresses.every(({ address }) => isPublicAddress(address, { allowsLoopback }));
  const [first] = addresses;
  if (first === undefined || !isAllowed) throw reject("must lead to the public internet");
  const isLocal = !isPublicAddress(first.address, { allowsLoopback: false });
  if (url.protocol !== "https:" && !isLocal) throw reject("must begin with https://");
  return first;
}

async function resolveHost(host: string): Promise<CheckedAddress[]> {
  const family = isIP(host);
  if (family === 4 || family === 6) return [{ address: host, family }];
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map((one) => ({ address: one.address, family: one.family === 6 ? 6 : 4 }));
}

function reject(why: string): AppError {
  return new AppError("webhook_url_rejected", `The URL ${why}.`, { field: "url" });
}
