import { isObject, type Json } from "@/tests/conformance/case-file";

/** `decimals`: both sides agree when rounded so; else `relative` of the larger side, with the same absolute floor. */
export type Tolerance = { relative: number; decimals?: number };

/** Where the actual value differs from what is expected, as sentences. Only fields that are expected are read. */
export function findDifferences(actual: unknown, expected: Json, tolerance: Tolerance, path = ""): string[] {
  const at = path === "" ? "value" : path;
  if (expected === null) return isMissing(actual) ? [] : [`${at}: expected nothing, got ${show(actual)}`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at}: expected a list, got ${show(actual)}`];
    const sizes =
      actual.length === expected.length ? [] : [`${at}: ${actual.length} instead of ${expected.length}`];
    const items = expected.flatMap((item, index) =>
      findDifferences(actual[index], item, tolerance, `${path}[${index}]`),
    );
    return [...sizes, ...items];
  }
  if (isObject(expected)) {
    if (typeof actual !== "object" || actual === null)
      return [`${at}: expected an object, got ${show(actual)}`];
    const fields: Record<string, unknown> = { ...actual };
    return Object.entries(expected).flatMap(([key, value]) =>
      findDifferences(fields[key], value, tolerance, path === "" ? key : `${path}.${key}`),
    );
  }
  const number = asNumber(expected);
  if (number !== null) return isClose(actual, number, tolerance) ? [] : [mismatch(at, actual, expected)];
  return actual === expected ? [] : [mismatch(at, actual, expected)];
}

function isClose(actual: unknown, expected: number, tolerance: Tolerance): boolean {
  if (typeof actual !== "number" || Number.isNaN(actual)) return false;
  if (actual === expected) return true;
  const difference = Math.abs(actual - expected);
  if (tolerance.decimals !== undefined) return difference <= 0.5 * 10 ** -tolerance.decimals * (1 + 1e-9);
  return difference <= tolerance.relative * Math.max(1, Math.abs(actual), Math.abs(expected));
}

function asNumber(value: Json): number | null {
  if (value === "inf") return Number.POSITIVE_INFINITY;
  if (value === "-inf") return Number.NEGATIVE_INFINITY;
  return typeof value === "number" ? value : null;
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function mismatch(at: string, actual: unknown, expected: Json): string {
  return `${at}: expected ${show(expected)}, got ${show(actual)}`;
}

function show(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
}
