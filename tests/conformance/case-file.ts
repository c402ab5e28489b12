import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Figures from outside: of jesse's own tests, of jesse run on random orders, and of Bybit's published formulas. */
const FOLDER = "tests/fixtures/conformance";

/**
 * One object of a case file. Its content depends on its kind; every reader checks the fields that it reads.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A case for the runner: a name, and the rest as in the file. */
export type Case = { id: string; body: JsonObject };

/** Paths of the committed case files. @throws Error when there are none, since nothing would be compared then */
export function listCaseFiles(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  if (files.length === 0) throw new Error(`There are no case files in ${FOLDER}.`);
  return files.map((name) => join(FOLDER, name));
}

/**
 * Reads the cases of one file. A recorded run of a strategy is one case, of kind "strategy-run".
 * @throws Error when the file is neither of that form nor `{ meta, cases: [...] }`.
 */
export function readCases(path: string): Case[] {
  const file: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (isObject(file) && isObject(file.truth)) return [{ id: "run", body: { ...file, kind: "strategy-run" } }];
  const cases = isObject(file) ? file.cases : undefined;
  if (!Array.isArray(cases)) throw new Error(`${path} has no list of cases.`);
  return cases.map((body, index) => {
    if (!isObject(body)) throw new Error(`Case ${index} of ${path} is not an object.`);
    return { id: typeof body.id === "string" ? body.id : `#${index}`, body };
  });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one. */
export function objectAt(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  return isObject(value) ? value : {};
}

/** The list under `key`, or an empty one. */
export function listAt(from: JsonObject, key: string): Json[] {
  const value = from[key];
  return Array.isArray(value) ? value : [];
}

/** The text under `key`, or the fallback. @throws Error when it is missing and there is no fallback. */
export function textAt(from: JsonObject, key: string, fallback?: string): string {
  const value = from[key];
  if (typeof value === "string") return value;
  if (fallback !== undefined && (value === undefined || value === null)) return fallback;
  throw new Error(`"${key}" should be text, not ${JSON.stringify(value)}.`);
}

/** The number under `key`, or the fallback. @throws Error when it is missing and there is no fallback. */
export function numberAt(from: JsonObject, key: string, fallback?: number): number {
  const value = from[key];
  if (typeof value === "number") return value;
  if (typeof value === "string" && value !== "" && Number.isFinite(Number(value))) return Number(value);
  if (fallback !== undefined && (value === undefined || value === null)) return fallback;
  throw new Error(`"${key}" should be a number, not ${JSON.stringify(value)}.`);
}
