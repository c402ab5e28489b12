import { expect, it } from "vitest";
import { parseSoundSettings } from "@/lib/client/sounds";

it("keeps valid sound settings, and nothing else of what is stored", () => {
  expect(parseSoundSettings({ volume: 0.25, muted: ["order", "siren"] })).toEqual({
    volume: 0.25,
    muted: ["order"],
  });
  const standard = { volume: 0.5, muted: [] };
  for (const wrong of [null, "loud", [], { volume: 7, muted: "all" }, { volume: "1" }]) {
    expect(parseSoundSettings(wrong)).toEqual(standard);
  }
});
