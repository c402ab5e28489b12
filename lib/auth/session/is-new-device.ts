import { readAgent } from "@/lib/schemas/access/read-agent";

type Seen = { clientIp: string; userAgent: string };

/**
 * Whether a sign-in differs from all earlier ones in its browser and system, or in its network. Versions and the rest
 * of the client IP change by themselves. Without an earlier sign-in there is nothing to compare with.
 */
export function isNewDevice(now: Seen, earlier: readonly Seen[]): boolean {
  if (earlier.length === 0) return false;
  const isKnown = (read: (seen: Seen) => string) => earlier.some((one) => read(one) === read(now));
  return !isKnown(readDevice) || !isKnown(readNetwork);
}

function readDevice({ userAgent }: Seen): string {
  const { browser, system } = readAgent(userAgent);
  return `${browser} ${system}`;
}

/** A provider's block of addresses, about: two of the parts of an IPv4, or of an IPv6 address. */
function readNetwork({ clientIp }: Seen): string {
  return clientIp.split(/[.:]/).slice(0, 2).join(".");
}
