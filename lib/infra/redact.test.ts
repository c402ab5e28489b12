import { describe, expect, it } from "vitest";
import { redact, redactText } from "@/lib/infra/redact";

describe("redactText", () => {
  it.each([
    ["mail ann@example.com now", "mail [e-mail] now"],
    ["authorization: Bearer abc.def-1", "authorization: Bearer [redacted]"],
    ["cookie eyJhbGciOiJkaXIifQ..AAA.BBB.CCC", "cookie [token]"],
    ["key sk_live_0123456789abcdef", "key [key]"],
    ["at postgres://user:hunter2@host/db", "at postgres://[redacted]@host/db"],
    ["balance is 10,000.50 USDT", "balance is [money]"],
    ["paid $49.00", "paid [money]"],
    ["order 12 of 30 at line 7", "order 12 of 30 at line 7"],
  ])("%s", (text, safe) => {
    expect(redactText(text)).toBe(safe);
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
});
