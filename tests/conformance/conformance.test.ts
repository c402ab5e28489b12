import { describe, expect, it } from "vitest";
import { type Case, listCaseFiles, readCases } from "@/tests/conformance/case-file";
import { runCase } from "@/tests/conformance/run-case";

describe("conformance with figures from outside", { timeout: 60_000 }, () => {
  it.each(listCaseFiles())("%s: every case agrees", (file) => {
    const cases = readCases(file);
    expect(cases).not.toEqual([]);
    const failed = cases.flatMap((item) => {
      const result = runCase(item);
      return result.kind === "failed" ? [`${item.id}: ${result.differences.slice(0, 3).join("; ")}`] : [];
    });
    expect(failed).toEqual([]);
  });

  it("answers an unknown function, op or kind with a failed case", () => {
    const unknown: Case[] = [
      { id: "a", body: { fn: "no_such", args: {}, expect: {} } },
      { id: "b", body: { fn: "toString(x)", args: [], expect: 1 } },
      {
        id: "c",
        body: { kind: "engine", settings: { starting_balance: 1 }, steps: [{ op: "fly" }], expect: {} },
      },
      { id: "d", body: { kind: "poem" } },
      { id: "e", body: { kind: "engine", steps: [], expect: {} } },
    ];
    expect(unknown.map((item) => runCase(item).kind)).toEqual(Array(5).fill("failed"));
  });
});
