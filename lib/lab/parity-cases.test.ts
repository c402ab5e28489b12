import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PARITY_CASES, PARITY_RUNS } from "@/lib/lab/parity-cases";
import { readCases } from "@/tests/conformance/case-file";
import { runCase } from "@/tests/conformance/run-case";

const read = (name: string) => JSON.parse(readFileSync(`tests/fixtures/conformance/${name}.json`, "utf8"));

it("the page's numbers are those of the recorded cases", () => {
  const counts = ["jesse-tests", "jesse-random"].map((name) => {
    const cases = readCases(`tests/fixtures/conformance/${name}.json`);
    const results = cases.map((one) => runCase(one).kind);
    expect(results).not.toContain("failed");
    return [cases.length, results.filter((kind) => kind === "skipped").length];
  });
  expect(PARITY_CASES.map(({ cases, left }) => [cases, left])).toEqual(counts);
  const { summary } = read("lab-ladder").truth;
  const ladder = PARITY_RUNS.find(({ name }) => name === "ladder");
  expect(ladder).toMatchObject({ jesse: summary.hash, trades: summary.trades });
});
