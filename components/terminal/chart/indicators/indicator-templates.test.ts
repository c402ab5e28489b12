import { expect, it } from "vitest";
import { parseTemplates } from "@/components/terminal/chart/indicators/indicator-templates";

it("keeps valid templates with their valid indicators, and nothing else of what is stored", () => {
  const ema = { id: "a", kind: "ema", values: [21] };
  const stored = [
    {
      name: "Trend",
      indicators: [ema, { id: "b", kind: "unknown", values: [] }, { ...ema, values: [9_999] }],
    },
    { name: "", indicators: [ema] },
    null,
    { name: "Bare" },
  ];
  expect(parseTemplates(stored)).toEqual([
    { name: "Trend", indicators: [ema] },
    { name: "Bare", indicators: [] },
  ]);
  expect(parseTemplates("none")).toEqual([]);
});
