import { describe, expect, it } from "vitest";
import { DEFAULT_KEYS, parseBindings, rebindKey } from "@/components/terminal/keys/key-bindings";

describe("parseBindings", () => {
  it("keeps what is stored and takes the first keys for the rest", () => {
    expect(parseBindings({ buy: "j", unknown: "z" })).toEqual({ ...DEFAULT_KEYS, buy: "j" });
  });

  it.each([null, "keys", { buy: "s" }, { buy: "ArrowUp" }, { buy: "" }, { buy: 5 }, { buy: "+" }])(
    "takes the first keys in place of %o",
    (stored) => expect(parseBindings(stored)).toEqual(DEFAULT_KEYS),
  );
});

describe("rebindKey", () => {
  it("binds a free key, whatever its case", () => {
    expect(rebindKey(DEFAULT_KEYS, "buy", "J")).toEqual({ bindings: { ...DEFAULT_KEYS, buy: "j" } });
    expect(rebindKey(DEFAULT_KEYS, "buy", "b")).toEqual({ bindings: DEFAULT_KEYS });
  });

  it("names the action that has the key, and binds no arrow, space or zoom key", () => {
    expect(rebindKey(DEFAULT_KEYS, "buy", "s")).toEqual({ taken: "sell" });
    for (const key of ["ArrowUp", "Enter", " ", "+", "Tab"]) {
      expect(rebindKey(DEFAULT_KEYS, "buy", key)).toBeNull();
    }
  });
});
