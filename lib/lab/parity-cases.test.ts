import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PARITY_CASES, PARITY_RUNS } from "@/lib/lab/parity-cases";

const read = (name: string) => JSON.parse(readFileSync(`tests/fixtures/conformance/${name}.json`, "utf8"));

it("the page's numbers are those of the recorded cases", () => {
  const counts = ["jesse-tests", "jesse-random"].map((name) => read(name).cases.length);
  expect(PARITY_CASES.map(({ cases }) => cases)).toEqual(counts);
  const { summary } = read("lab-ladder").truth;
  const ladder = PARITY_RUNS.find(({ name }) => name === "ladder");
  expect(ladder).toMatchObject({ jesse: summary.hash, trades: summary.trades });
});
