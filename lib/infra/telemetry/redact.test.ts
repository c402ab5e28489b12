import { describe, expect, it } from "vitest";
import { redact, redactText } from "@/lib/infra/telemetry/redact";

describe("redactText", () => {
  it.each([
    ["mail ann@example.com now", "mail [e-mail] now"],
    ["mail ann.b+c@mail.example.co.uk now", "mail [e-mail] now"],
    ["authorization: Bearer abc.def-1", "authorization: Bearer [redacted]"],
    ["cookie eyJhbGciOiJkaXIifQ..AAA.BBB.CCC", "cookie [token]"],
    ["half of a token eyJhbGciOiJkaXIifQ", "half of a token [token]"],
    ["key sk_live_0123456789abcdef", "key [key]"],
    ["at postgres://user:hunter2@host/db", "at postgres://[redacted]@host/db"],
    ["GET https://x.test/a?token=abc&page=2", "GET https://x.test/a?token=[redacted]&page=2"],
    ["GET /cb?sentry_key=1&access_token=abc#x", "GET /cb?sentry_key=1&access_token=[redacted]"],
    ["refreshToken=abc; theme=light", "refreshToken=[redacted]; theme=light"],
    ['body {"password":"hunter2","page":1}', 'body {"password":[redacted],"page":1}'],
    ["data: { passwordHash: 'hunter2', id: 1 }", "data: { passwordHash: [redacted], id: 1 }"],
    ['{"secret": "two words", "b":1}', '{"secret": [redacted], "b":1}'],
    ['cut {"token":"abc', 'cut {"token":[redacted]'],
    ["$argon2id$v=19$m=19456,t=2,p=1$ZZWt1QhcFNYXb+I6$BDH/p1Tq6VG", "[hash]"],
    ["/reset-password#Zk3vQ-x8Yw0aLr7_tBnC2mEoPq9sUd4iHgFjK1lMzXc", "/reset-password#[token]"],
    ["session Zk3vQ-x8Yw0aLr7_tBnC2mEoPq9sUd4i gone", "session [token] gone"],
    ["id 0b9f5f62-6a8e-4d0c-9d4e-3f8f1c2a7b11", "id 0b9f5f62-6a8e-4d0c-9d4e-3f8f1c2a7b11"],
    [
      "at readSession (lib/auth/session/read-session.ts:31:12)",
      "at readSession (lib/auth/session/read-session.ts:31:12)",
    ],
    ["at redis://:hunter2@host", "at redis://[redacted]@host"],
    ["balance is 10,000.50 USDT", "balance is [money]"],
    ["balance is 0.000000000000000001 BTC", "balance is [money]"],
    ["paid $49.00", "paid [money]"],
    ["order 12 of 30 at line 7", "order 12 of 30 at line 7"],
  ])("%s", (text, safe) => {
    expect(redactText(text)).toBe(safe);
  });

  it("cuts what is long before it looks for anything", () => {
    expect(redactText("word ".repeat(10_000)).length).toBeLessThanOrEqual(2_001);
    expect(redactText("a".repeat(200_000)).length).toBeLessThanOrEqual(2_001);
  });

  it("leaves no part of a secret in front of the cut", () => {
    const secrets = [
      "ann@example.com",
      "postgres://user:hunter2@host/db",
      "12,345.67 USDT",
      "Bearer abcdefgh",
    ];
    for (const secret of secrets) {
      for (let before = 1_900; before <= 2_520; before += 1) {
        const text = redactText(`${"x ".repeat(before).slice(-before)}${secret} ${"y".repeat(3_000)}`);
        expect(text).not.toMatch(/ann|hunter|12|abcd/);
      }
    }
  });
});

describe("redact", () => {
  it("takes whole fields away by their names, at any depth", () => {
    const value = {
      route: "/api/orders",
      user: { id: "u1", email: "a@b.co" },
      list: [{ balance: "1", seq: 3 }],
    };
    expect(redact(value)).toEqual({
      route: "/api/orders",
      user: { id: "u1", email: "[redacted]" },
      list: [{ balance: "[redacted]", seq: 3 }],
    });
  });

  it("knows the spellings of such names, and no bytes", () => {
    const names = [
      "api_key",
      "X-Api-Key",
      "accessToken",
      "private_key",
      "credentials",
      "jwt",
      "e_mail",
      "set-cookie",
    ];
    for (const name of names) expect(redact({ [name]: { inner: "x" } })).toEqual({ [name]: "[redacted]" });
    expect(redact({ raw: Buffer.from("hunter2"), code: "P2002" })).toEqual({ raw: "[bytes]", code: "P2002" });
  });

  it("keeps no secret that is a name, and not everything of a wide or deep value", () => {
    expect(redact({ "ann@example.com": 1 })).toEqual({ "[e-mail]": 1 });
    expect(redact(Array.from({ length: 10_000 }, () => "x"))).toHaveLength(200);
    let deep: unknown = "bottom";
    for (let depth = 0; depth < 5_000; depth += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain("[deep]");
  });
});
