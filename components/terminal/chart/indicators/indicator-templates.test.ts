import { expect, it } from "vitest";
import { isValidIndicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import { parseTemplates } from "@/components/terminal/chart/indicators/indicator-templates";

it("keeps what has the form of a template of indicators, and nothing else of what is stored", () => {
  const ema = { id: "a", kind: "ema", values: [21] };
  const stored = [
    {
      name: "Trend",
      indicators: [ema, { id: "b", kind: "ema", values: ["21"] }, { kind: "ema", values: [21] }],
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

it("knows its kinds and the range of their parameters", () => {
  const ema = { id: "a", kind: "ema", values: [21] } as const;
  const unknown = JSON.parse('{ "id": "b", "kind": "unknown", "values": [] }');
  expect([ema, { ...ema, values: [9_999] }, { ...ema, values: [] }, unknown].map(isValidIndicator)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
