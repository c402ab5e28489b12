import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";

/** One path of the output and its function; many paths share a function. */
export type VercelFunction = {
  /** As in a URL, without the leading slash: "api/stream", "terminal/[symbol]", "index". */
  path: string;
  /** The folder of the function; the same for all paths that share it. */
  folder: string;
  /** "nodejs24.x" or "edge". */
  runtime: string;
  supportsResponseStreaming: boolean;
  /** In s; null for the platform's default. */
  maxDuration: number | null;
  /** Names of the variables that the build sets for the function. */
  variables: string[];
  /** Path inside the function → file on this disk, or symbolic link to a package inside the function. */
  files: ReadonlyMap<string, string>;
};

/** The contents of `.vercel/output` after `vercel build`, in the Build Output API's version 3. */
export type VercelOutput = {
  functions: VercelFunction[];
  crons: { path: string; schedule: string }[];
  /** Pattern of the paths that pass through a middleware, and the path of its function. */
  middleware: { src: string; path: string }[];
};

const functionSchema = z.object({
  runtime: z.string(),
  supportsResponseStreaming: z.boolean().default(false),
  maxDuration: z.number().nullable().default(null),
  environment: z.record(z.string(), z.string()).default({}),
  filePathMap: z.record(z.string(), z.string()).default({}),
});
const configSchema = z.object({
  version: z.literal(3),
  routes: z.array(z.object({ src: z.string().optional(), middlewarePath: z.string().optional() })),
  crons: z.array(z.strictObject({ path: z.string(), schedule: z.string() })).default([]),
});

/** Reads the output of a build. @param checkout the folder that was built. @throws ZodError for an unknown form. */
export function readVercelOutput(checkout: string): VercelOutput {
  const output = join(checkout, ".vercel", "output");
  const config = configSchema.parse(readJson(join(output, "config.json")));
  return {
    functions: readFunctions(checkout, join(output, "functions")),
    crons: config.crons,
    middleware: config.routes.flatMap(({ src, middlewarePath }) =>
      src && middlewarePath ? [{ src, path: middlewarePath.replace(/^\//, "") }] : [],
    ),
  };
}

function readFunctions(checkout: string, root: string): VercelFunction[] {
  const functions: VercelFunction[] = [];
  const shared = new Map<string, Omit<VercelFunction, "path">>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (!entry.name.endsWith(".func")) {
        if (entry.isDirectory()) visit(path);
        continue;
      }
      const real = realpathSync(path);
      const known = shared.get(real) ?? readFunction(checkout, real);
      shared.set(real, known);
      functions.push({ path: relative(root, path).slice(0, -".func".length), ...known });
    }
  };
  visit(root);
  return functions;
}

function readFunction(checkout: string, folder: string): Omit<VercelFunction, "path"> {
  const config = functionSchema.parse(readJson(join(folder, ".vc-config.json")));
  const files = new Map<string, string>();
  for (const [inside, path] of Object.entries(config.filePathMap)) files.set(inside, join(checkout, path));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(folder, path), path);
  }
  const { runtime, supportsResponseStreaming, maxDuration } = config;
  const variables = Object.keys(config.environment);
  return { folder, runtime, supportsResponseStreaming, maxDuration, variables, files };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
