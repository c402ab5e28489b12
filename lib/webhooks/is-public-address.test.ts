import { describe, expect, it } from "vitest";
import { isPublicAddress } from "@/lib/webhooks/is-public-address";

const isPublic = (address: string) => isPublicAddress(address, { allowsLoopback: false });

describe("the address of a webhook", () => {
  it.each(["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1"])(
    "%s is public",
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  it.each([
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.9.1", "169.254.169.254", "172.16.0.1"],
    ...["172.31.255.255", "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a00:1"],
    ...["fc00::1", "fd12::1", "fe80::1", "ff02::1", "2002:7f00:1::", "2001:db8::1"],
  ])("%s is not", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it("may be this machine only where that is allowed", () => {
    const isAllowed = (address: string) => isPublicAddress(address, { allowsLoopback: true });
    expect(["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"].map(isAllowed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
