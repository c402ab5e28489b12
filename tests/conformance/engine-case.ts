import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import { type Case, isObject, type Json, listAt, numberAt, objectAt } from "@/tests/conformance/case-file";
import { findDifferences, type Tolerance } from "@/tests/conformance/compare";
import { findFlip, findQuirk } from "@/tests/conformance/quirks";
import { openSession } from "@/tests/conformance/session";
import { runStep } from "@/tests/conformance/session-steps";
import {
  toFillDtos,
  toOrderDtos,
  toPositionDto,
  toSessionView,
  toTradeDtos,
} from "@/tests/conformance/session-view";

const TOLERANCE: Tolerance = { relative: 1e-9 };
/** jesse's own tests compare these two to the cent. */
const PRICES_TO_THE_CENT = ["liquidation_price", "bankruptcy_price"];

/** The result of an engine case; `quirk` names the known difference that explains it. */
export type EngineOutcome = { differences: string[]; quirk: string | null; note?: string };

/** Runs the steps of an engine case and returns how the result differs from the expected one. */
export function checkEngineCase({ body }: Case): EngineOutcome {
  const expected = objectAt(body, "expect");
  const settings = { mode: body.mode ?? "futures", ...objectAt(body, "settings") };
  const session = openSession(settings, objectAt(body, "options"));
  const states = listAt(expected, "states");
  const checks = listAt(expected, "checks");
  const differences: string[] = [];
  let firstWrongStep = Number.POSITIVE_INFINITY;
  listAt(body, "steps").forEach((step, index) => {
    if (!isObject(step)) throw new Error(`Step ${index} is not an object.`);
    const outcome = runStep(session, step);
    assertInvariants(session.state);
    const actual = { ...toSessionView(session), order_type: outcome.orderType };
    const state = states[index];
    if (isObject(state)) {
      differences.push(
        ...compareState({ ...actual, error: outcome.error ?? null }, state, `states[${index}]`),
      );
      if (outcome.error !== undefined && state.error === undefined) {
        differences.push(`states[${index}].error: expected none, got ${outcome.error}`);
      }
    }
    for (const check of checks) {
      if (!isObject(check) || numberAt(check, "after") !== index) continue;
      const position = toPositionDto(session, session.symbols[0] ?? "BTC-USDT");
      const row = { ...actual, position, error: outcome.error ?? null };
      differences.push(...compareCheck(row, check, `after ${index}`));
    }
    if (differences.length > 0) firstWrongStep = Math.min(firstWrongStep, index);
  });
  if (states.length > session.step + 1)
    differences.push(`${states.length} states for ${session.step + 1} steps`);
  differences.push(...compareField(toOrderDtos(session), expected.orders, "orders"));
  differences.push(...compareField(toFillDtos(session), expected.fills, "fills"));
  const flipped = findFlip(session);
  const trades = compareField(toTradeDtos(session), expected.trades, "trades");
  if (flipped === null) differences.push(...trades);
  const note = flipped !== null && trades.length > 0 ? `trade records left out: ${flipped}` : undefined;
  return { differences, quirk: findQuirk(session, firstWrongStep), note };
}

function compareState(actual: object, state: Json, path: string): string[] {
  return findDifferences(actual, state, TOLERANCE, path);
}

/** A check of jesse's own tests: `after` and `round` steer it, the rest is compared. */
function compareCheck(actual: object, check: { [key: string]: Json }, path: string): string[] {
  const { after: _after, round, position, ...rest } = check;
  const tolerance = typeof round === "number" ? { ...TOLERANCE, decimals: round } : TOLERANCE;
  const differences = findDifferences(actual, rest, tolerance, path);
  if (!isObject(position)) return differences;
  for (const [key, value] of Object.entries(position)) {
    const fieldTolerance = PRICES_TO_THE_CENT.includes(key) ? { ...TOLERANCE, decimals: 2 } : tolerance;
    differences.push(...findDifferences(actual, { position: { [key]: value } }, fieldTolerance, path));
  }
  return differences;
}

function compareField(actual: unknown, expected: Json | undefined, path: string): string[] {
  return expected === undefined ? [] : findDifferences(actual, expected, TOLERANCE, path);
}
