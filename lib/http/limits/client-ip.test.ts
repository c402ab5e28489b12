import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { canonicalIp } from "@/lib/http/limits/client-ip";

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
afterEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

/** The client IP of a request with these headers in this environment. */
async function findIp(headers: Record<string, string>, env: Record<string, string> = {}): Promise<string> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { findClientIp } = await import("@/lib/http/limits/client-ip");
  return findClientIp(new Headers(headers));
}

describe("canonicalIp", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    [" 203.0.113.9 ", "203.0.113.9"],
    ["203.0.113.9:5678", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::ffff:cb00:7109", "203.0.113.9"],
    ["[::ffff:203.0.113.9]:5678", "203.0.113.9"],
    ["64:ff9b::203.0.113.9", "203.0.113.9"],
    ["2002:cb00:7109:1::5", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002:0000:0000:0000:0001", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["2001:db8::6", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("takes %s for %s", (text, ip) => {
    expect(canonicalIp(text)).toBe(ip);
  });

  it.each([
    "",
    "unknown",
    "_hidden",
    "203.0.113",
    "203.0.113.256",
    "0x7f.1",
    "127.1",
    "1.2.3.4.5",
    ":::",
    "a::b::c",
    "2001:db8",
    "[::1",
    "evil.test",
    "1.2.3.4, 5.6.7.8",
    "a".repeat(10_000),
  ])("knows no address in %j", (text) => {
    expect(canonicalIp(text)).toBeNull();
  });

  it("counts all of a /64 network as one, and each network on its own", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        fc.pre(network[0] !== "2002" && network[0] !== "64" && network.some((part) => part !== "0"));
        const ip = canonicalIp([...network, ...one].join(":"));
        expect(ip).toBe(`${network.join(":")}::/64`);
        expect(canonicalIp([...network, ...other].join(":"))).toBe(ip);
      }),
    );
  });
});

describe("findClientIp", () => {
  it("believes no other forwarding header (fault 25)", async () => {
    const headers = {
      "x-forwarded-for": "1.1.1.1",
      "x-real-ip": "1.1.1.1",
      forwarded: "for=1.1.1.1",
      "cf-connecting-ip": "1.1.1.1",
    };
    expect(await findIp(headers)).toBe("unknown");
    expect(await findIp({ ...headers, "x-client-ip": "203.0.113.9" })).toBe("203.0.113.9");
  });

  it("takes what the trusted proxy added last, and the socket where it added nothing", async () => {
    const env = { CLIENT_IP_HEADER: "X-Forwarded-For" };
    const socket = { "x-client-ip": "198.51.100.1" };
    expect(await findIp({ ...socket, "x-forwarded-for": "6.6.6.6, 203.0.113.9:443" }, env)).toBe(
      "203.0.113.9",
    );
    expect(await findIp({ ...socket, "x-forwarded-for": "unknown" }, env)).toBe("198.51.100.1");
    expect(await findIp(socket, env)).toBe("198.51.100.1");
  });

  it("on Vercel takes its proxy's header alone", async () => {
    const headers = { "x-real-ip": "203.0.113.9", "x-client-ip": "6.6.6.6" };
    expect(await findIp(headers, { VERCEL: "1" })).toBe("203.0.113.9");
    expect(await findIp({ "x-client-ip": "6.6.6.6" }, { VERCEL: "1" })).toBe("unknown");
  });
});

it("is the only reader of a client's address", () => {
  const sources = ["lib", "app"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/test\.ts$/.test(file));
  const naming = (pattern: RegExp) =>
    [...sources, "middleware.ts"].filter((file) => pattern.test(readFileSync(file, "utf8"))).sort();
  // The environment declares the variable.
  const readers = naming(/x-real-ip|x-client-ip|CLIENT_IP_HEADER/);
  expect(readers).toEqual(["lib/http/limits/client-ip.ts", "lib/infra/env/env.ts"]);
  expect(naming(/x-forwarded-for|"forwarded"|cf-connecting-ip|true-client-ip/)).toEqual([]);
  expect(naming(/remoteAddress/)).toEqual(["lib/http/limits/record-socket-ip.ts", "lib/http/to-headers.ts"]);
});
