import { callBybitFunction } from "@/tests/conformance/bybit-functions";
import { type Case, isObject, listAt, objectAt, textAt } from "@/tests/conformance/case-file";
import { findDifferences } from "@/tests/conformance/compare";
import { checkEngineCase } from "@/tests/conformance/engine-case";
import { callJesseFunction } from "@/tests/conformance/jesse-functions";
import { checkMetricsCase } from "@/tests/conformance/metrics-case";
import { checkScenarioCase } from "@/tests/conformance/scenario-case";
import { checkStrategyRun, findRecordedCandles } from "@/tests/conformance/strategy-run-case";

/** The result of a case, with the reason of a skipped one and the differences of a failed one. */
export type CaseResult =
  | { kind: "passed"; note?: string }
  | { kind: "failed"; differences: string[] }
  | { kind: "skipped"; why: string };

/** Runs one case of any kind: an unknown function is a failed case, never a crash. */
export function runCase(item: Case): CaseResult {
  if (item.body.tag === "quirk") {
    return { kind: "skipped", why: "tag quirk: records of Q1 to Q3, which are decided otherwise" };
  }
  const recorded = findRecordedCandles();
  if (item.body.kind === "strategy-run" && recorded === null) {
    return { kind: "skipped", why: "its recorded candles are not here: TZ_SHARED_DIR names their folder" };
  }
  try {
    return evaluateCase(item);
  } catch (error) {
    return { kind: "failed", differences: [error instanceof Error ? error.message : String(error)] };
  }
}

function evaluateCase(item: Case): CaseResult {
  const { body } = item;
  if (body.kind === "engine") {
    const { differences, quirk, note } = checkEngineCase(item);
    if (differences.length === 0) return { kind: "passed", note };
    return quirk === null ? { kind: "failed", differences } : { kind: "skipped", why: quirk };
  }
  const recorded = findRecordedCandles();
  if (body.kind === "strategy-run" && recorded !== null) return resultOf(checkStrategyRun(item, recorded));
  if (body.kind === "metrics") return resultOf(checkMetricsCase(item));
  if (body.kind === "scenario") return resultOf(checkScenarioCase(item));
  if (typeof body.fn === "string") return resultOf(checkFunctionCase(item));
  throw new Error(`Unknown kind of case: ${JSON.stringify(body.kind)}.`);
}

/** Functions with named arguments are the venue's, those with a list of them jesse's. */
function checkFunctionCase({ body }: Case): string[] {
  const name = textAt(body, "fn");
  const expected = body.expect;
  if (expected === undefined) throw new Error("The case expects nothing.");
  if (!isObject(body.args)) {
    return findDifferences(callJesseFunction(name, listAt(body, "args")), expected, { relative: 1e-9 });
  }
  const decimals = typeof body.decimals === "number" ? body.decimals : undefined;
  const tolerance = { relative: 1e-12, decimals };
  return findDifferences(callBybitFunction(name, objectAt(body, "args")), expected, tolerance);
}

function resultOf(differences: string[]): CaseResult {
  return differences.length === 0 ? { kind: "passed" } : { kind: "failed", differences };
}
