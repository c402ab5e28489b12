import "server-only";
import { getEnv } from "@/lib/infra/env/env";
import { UNKNOWN_CLIENT_IP } from "@/lib/infra/unknown-client-ip";

/** Header in which our own server records the socket's IP; a value sent by the visitor is overwritten. */
export const SOCKET_IP_HEADER = "x-client-ip";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

/**
 * The client IP of a request, in the canonical form used for limits: from the proxy's header
 * `CLIENT_IP_HEADER`, or from the platform, or else from our own server's socket. Any other forwarding
 * header is ignored. `UNKNOWN_CLIENT_IP` if none of them has an IP.
 */
export function findClientIp(headers: Headers): string {
  for (const name of trustedHeaders()) {
    const ip = canonicalIp(headers.get(name)?.split(",").at(-1) ?? "");
    if (ip !== null) return ip;
  }
  return UNKNOWN_CLIENT_IP;
}

/**
 * Vercel's proxy overwrites `x-real-ip`; our own server does not run there, so `x-client-ip` could be
 * sent by visitors.
 */
function trustedHeaders(): string[] {
  const { CLIENT_IP_HEADER, VERCEL } = getEnv();
  if (VERCEL) return [CLIENT_IP_HEADER ?? "x-real-ip"];
  return CLIENT_IP_HEADER ? [CLIENT_IP_HEADER, SOCKET_IP_HEADER] : [SOCKET_IP_HEADER];
}

/**
 * The canonical form of an IP: without port, brackets and zone; IPv4 embedded in IPv6 (mapped, NAT64, 6to4)
 * as IPv4; for other IPv6 the /64 network, since one visitor has all of it. Null for an invalid IP.
 */
export function canonicalIp(text: string): string | null {
  const bare = stripPort(text.trim());
  if (IPV4.test(bare)) return bare;
  const groups = parseIpv6(bare);
  return groups && (findCarriedIpv4(groups) ?? `${groups.slice(0, 4).join(":")}::/64`);
}

function stripPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  const plain = bracketed?.[1] ?? (/^([\d.]{7,15}):\d{1,5}$/.exec(text)?.[1] || text);
  return plain.split("%")[0] ?? "";
}

/** The eight groups of an IPv6 address, by the URL parser, which normalises each address. */
function parseIpv6(text: string): string[] | null {
  if (!/^[\da-f:.]{2,45}$/i.test(text) || !text.includes(":")) return null;
  if (!URL.canParse(`http://[${text}]`)) return null;
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after];
}

function findCarriedIpv4(groups: string[]): string | null {
  const head = groups.slice(0, 6).join(":");
  if (head === "0:0:0:0:0:ffff" || head === "64:ff9b:0:0:0:0") return toIpv4(groups[6], groups[7]);
  return groups[0] === "2002" ? toIpv4(groups[1], groups[2]) : null;
}

function toIpv4(high = "0", low = "0"): string {
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
}
