import "server-only";
import { BlockList, isIPv4 } from "node:net";

/** Ranges that no host of the public internet has: private, link-local, loopback, shared, reserved, multicast. */
const V4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];
/** The same, with ranges that carry an IPv4 address. A mapped one (::ffff:…) is found by the ranges above. */
const V6 = [
  ...["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32"],
  ...["2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
];

const BLOCKED = createList(V4, V6);
const LOOPBACK = createList(["127.0.0.0/8"], ["::1/128"]);

function createList(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [v4, "ipv4"],
    [v6, "ipv6"],
  ] as const) {
    for (const range of ranges) {
      const [network = "", prefix = ""] = range.split("/");
      list.addSubnet(network, Number(prefix), family);
    }
  }
  return list;
}

/** Whether an IP address belongs to a host of the public internet, or to this machine where that is allowed. */
export function isPublicAddress(address: string, options: { allowsLoopback: boolean }): boolean {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  if (options.allowsLoopback && LOOPBACK.check(address, family)) return true;
  return !BLOCKED.check(address, family);
}
