import { beforeAll, expect, it } from "vitest";
import { findClientAddress } from "@/lib/http/client-address";

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "fixture-cron-secret",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
  });
});

it.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("takes %s for %s", (stamped, address) => {
  expect(findClientAddress(new Headers({ "x-client-address": stamped }))).toBe(address);
});

it("believes no other forwarding header (fault 25)", () => {
  const headers = new Headers({
    "x-forwarded-for": "1.1.1.1",
    "x-real-ip": "1.1.1.1",
    forwarded: "for=1.1.1.1",
    "cf-connecting-ip": "1.1.1.1",
  });
  expect(findClientAddress(headers)).toBe("unknown");
});
