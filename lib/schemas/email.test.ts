import { expect, it } from "vitest";
import { emailSchema } from "@/lib/schemas/account";

it.each([
  [" Ann@Example.com ", "ann@example.com"],
  ["ann+trade@example.co.uk", "ann+trade@example.co.uk"],
  ["j\u00f6rg@b\u00fccher.example", "j\u00f6rg@b\u00fccher.example"],
])("takes %j as %s", (given, stored) => {
  expect(emailSchema.parse(given)).toBe(stored);
});

it.each([
  ["a Kelvin sign, which lower case makes a k", "\u212aim@example.com"],
  ["full-width letters, which a domain folds", "ann@\uff45xample.com"],
  ["an ideographic full stop, which a domain folds", "ann@mail.example\uff61com"],
  ["a soft hyphen, which a domain drops", "ann@exam\u00adple.com"],
  ["a zero-width space", "an\u200bn@example.com"],
  ["a control", "ann\u0007@example.com"],
  ["a second address", "ann@example.com,eve@example.com"],
  ["a second address without a second @", "ann@example.com,eve.example"],
  ["the end of a header's address", "ann@example.com>.example"],
  ["a comment in the domain", "ann@example.com(x).example"],
  ["an address literal", "ann@[127.0.0.1].example"],
  ["a route through another host", "ann@example.com;eve.example"],
  ["a domain that ends with a dot", "ann@example.com."],
  ["an empty label", "ann@example..com"],
  ["a name longer than any mailbox's", `${"a".repeat(65)}@example.com`],
  ["a name beside it", "Ann <ann@example.com>"],
])("rejects %s", (_, given) => {
  expect(emailSchema.safeParse(given).success).toBe(false);
});
