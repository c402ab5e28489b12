import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

/** The output that the sources require. */
export type ExpectedOutput = {
  /** Every page and route handler, by its path in the output, with its limit in s; null for the platform's default. */
  routes: { path: string; source: string; maxDuration: number | null }[];
  crons: { path: string; schedule: string }[];
  /** The paths that `middleware.ts` matches. */
  middlewareRuntime: "nodejs" | "edge";
  /** Sources with a limit in `vercel.json`. */
  limited: string[];
  /** Packages needed for development only. */
  developmentPackages: string[];
};

const vercelSchema = z.object({
  crons: z.array(z.strictObject({ path: z.string(), schedule: z.string() })),
  functions: z.record(z.string(), z.object({ maxDuration: z.number() })),
});
const packagesSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });

/** Reads `app/`, `vercel.json` and the packages of the checkout in the working directory. */
export function readExpectedOutput(): ExpectedOutput {
  const vercel = vercelSchema.parse(readJson("vercel.json"));
  const sources = readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file}`)
    .filter((file) => /\/(page\.tsx|route\.tsx?)$/.test(file));
  const routes = sources.map((source) => ({
    path: toPath(source),
    source,
    maxDuration: vercel.functions[source]?.maxDuration ?? readMaxDuration(source),
  }));
  const vercelCommand = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(readJson("scripts/vercel/package.json"));
  return {
    routes,
    crons: vercel.crons,
    middlewareRuntime: /^ {2}runtime: "nodejs",$/m.test(readFileSync("middleware.ts", "utf8"))
      ? "nodejs"
      : "edge",
    limited: Object.keys(vercel.functions),
    developmentPackages: [
      ...Object.keys(packagesSchema.parse(readJson("package.json")).devDependencies),
      ...Object.keys(vercelCommand.dependencies),
    ],
  };
}

/** "app/(site)/traders/[id]/page.tsx" → "traders/[id]"; the landing page is "index". */
function toPath(source: string): string {
  const path = source
    .replace(/^app\//, "")
    .replace(/\([^)]+\)\//g, "")
    .replace(/\/?(page|route)\.tsx?$/, "");
  return path === "" ? "index" : path;
}

function readMaxDuration(source: string): number | null {
  const [, seconds] = /^export const maxDuration = (\d+);$/m.exec(readFileSync(source, "utf8")) ?? [];
  return seconds === undefined ? null : Number(seconds);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
