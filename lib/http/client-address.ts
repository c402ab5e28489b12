import "server-only";
import { getEnv } from "@/lib/infra/env";

/** Header in which our own server notes the address of the socket; what visitors send in it is overwritten. */
export const STAMPED_ADDRESS = "x-client-address";

/**
 * The address that a request came from, as the one party says that can't be lied to: the proxy that we were told
 * to trust, the platform, or our own server. Any other forwarding header is hearsay. Of an IPv6 address only the
 * network, since one visitor has all of it.
 */
export function findClientAddress(headers: Headers): string {
  const env = getEnv();
  const trusted = env.CLIENT_ADDRESS_HEADER ?? (env.VERCEL ? "x-real-ip" : STAMPED_ADDRESS);
  const address = headers
    .get(trusted)
    ?.split(",")
    .at(-1)
    ?.trim()
    .replace(/^::ffff:(?=\d+\.)/, "");
  if (!address) return "unknown";
  return address.includes(":") ? `${networkOf(address)}::/64` : address;
}

/** The first four groups of an IPv6 address, with what `::` leaves out. */
function networkOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const left = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(Math.max(0, left)).fill("0"), ...after].slice(0, 4).join(":");
}
