import { resolve } from "node:path";

/** A path as its author meant it: npm runs scripts in the project's folder, wherever it was called. */
export function fromCaller(path: string): string {
  return resolve(process.env.INIT_CWD ?? ".", path);
}
