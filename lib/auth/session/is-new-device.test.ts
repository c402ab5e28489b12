import { expect, it } from "vitest";
import { isNewDevice } from "@/lib/auth/session/is-new-device";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NEWER = FIREFOX.replaceAll("140", "153");
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1";
const KNOWN = { clientIp: "203.0.113.9", userAgent: FIREFOX };

it.each([
  ["the first sign-in", [], KNOWN, false],
  [
    "the same browser, updated, with another address of the network",
    [KNOWN],
    { clientIp: "203.0.7.1", userAgent: NEWER },
    false,
  ],
  ["another browser", [KNOWN], { ...KNOWN, userAgent: SAFARI }, true],
  ["another network", [KNOWN], { ...KNOWN, clientIp: "198.51.100.9" }, true],
  ["an IPv6 network", [KNOWN], { ...KNOWN, clientIp: "2001:db8::1" }, true],
  [
    "a known IPv6 network",
    [{ ...KNOWN, clientIp: "2001:db8:1::2" }],
    { ...KNOWN, clientIp: "2001:db8::1" },
    false,
  ],
])("%s", (_, earlier, now, isNew) => {
  expect(isNewDevice(now, earlier)).toBe(isNew);
});
