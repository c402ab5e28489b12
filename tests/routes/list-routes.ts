import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A route of the tree: `GET /api/orders/[id]`, and its file. */
export type TreeRoute = { name: string; method: string; path: string; file: string };

/** Every route of the tree, by its files' exports. */
export function listRoutes(): TreeRoute[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\/route\.tsx?$/.test(file));
  const handlers = files.flatMap((file) => {
    const path = `/${relative("app", dirname(file)).replaceAll("\\", "/")}`.replace(/\/\([^)]+\)/g, "");
    return exportedMethods(readFileSync(file, "utf8")).map((method) => ({ method, path, file }));
  });
  return handlers
    .filter(({ path }) => path.startsWith("/api/"))
    .map((route) => ({ ...route, name: `${route.method} ${route.path}` }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function exportedMethods(source: string): string[] {
  return METHODS.filter((method) =>
    new RegExp(`export (const|(async )?function) ${method}\\b|\\b(as )?${method}\\b(?=[^{}]*\\};)`).test(
      source,
    ),
  );
}
