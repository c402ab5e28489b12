import { readdirSync } from "node:fs";
import { parseFileSync } from "@swc/core";

/** A regular expression of the product, and its location. */
export type ProductPattern = { file: string; pattern: RegExp };

const FOLDERS = ["lib", "app", "components"];
const FILES = ["middleware.ts", "instrumentation.ts", "instrumentation-client.ts"];

/**
 * Every regular expression that the product's sources contain, by their syntax trees.
 *
 * @throws Error for one that is created at run time, which can't be tested
 */
export function listPatterns(): ProductPattern[] {
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  ).filter((file) => /\.tsx?$/.test(file) && !/test\.tsx?$|\/generated\//.test(file));
  return [...sources, ...FILES].flatMap((file) => {
    const tree = parseFileSync(file, { syntax: "typescript", tsx: file.endsWith("x"), target: "es2022" });
    return findLiterals(tree, file).map((pattern) => ({ file, pattern }));
  });
}

function findLiterals(node: unknown, file: string): RegExp[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, pattern, flags, callee } = node as Record<string, unknown>;
  if (type === "RegExpLiteral") return [new RegExp(String(pattern), String(flags))];
  if ((callee as { value?: unknown } | undefined)?.value === "RegExp") {
    throw new Error(`${file} puts a regular expression together at run time.`);
  }
  return Object.values(node).flatMap((inner) => findLiterals(inner, file));
}
