import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import { ENDPOINTS } from "@/lib/http/endpoints/endpoints";
import { listRoutes } from "@/tests/routes/list-routes";

const endpoints = Object.entries(ENDPOINTS).map(([name, endpoint]) => ({ name, endpoint }));
const forPeople = endpoints.filter(({ endpoint }) => endpoint.summary !== undefined);
const PARTS = ["params", "query", "body"] as const;

describe("the routes and their declarations", () => {
  it("are the same", () => {
    expect(Object.keys(ENDPOINTS).sort()).toEqual(listRoutes().map(({ name }) => name));
  });

  // The scheduler's, the queue's and the provider's wrappers check a secret, and have no declared inputs.
  const DECLARED = ["public", "visitor", "user", "paid", "admin"];
  const declared = listRoutes().filter(({ name }) => DECLARED.includes(ENDPOINTS[name]?.access ?? ""));
  it.each(declared)("$name is made from its own declaration", ({ name, method, file }) => {
    const [, ofMethod = ""] = readRoute(file, method).split(`export const ${method} = `);
    expect(/_ENDPOINTS\["([^"]+)"\]/.exec(ofMethod)?.[1]).toBe(name);
  });
});

describe("the declaration of each endpoint for people", () => {
  it.each(forPeople)("$name has an example of each input that is needed, and it is valid", ({ endpoint }) => {
    for (const part of PARTS) {
      const given = endpoint.example?.[part] ?? (part === "body" ? undefined : {});
      expect(endpoint[part]?.safeParse(given).error).toBeUndefined();
      if (endpoint.example?.[part] !== undefined) expect(endpoint[part]).toBeDefined();
    }
  });

  it.each(forPeople)("$name says what naming someone else's portfolio gives", ({ name, endpoint }) => {
    const inputs = PARTS.flatMap((part) => endpoint[part] ?? []);
    const accepts = inputs.map((schema) => JSON.stringify(z.toJSONSchema(schema, { io: "input" }))).join();
    const canName = accepts.includes('"portfolioId"') || /\/api\/portfolios?(\/\[id\]|$)/.test(name);
    const isList = /^(GET|POST) \/api\/portfolios$/.test(name);
    expect(endpoint.portfolio !== undefined).toBe(canName && !isList);
    expect(JSON.stringify(endpoint.example ?? {}).includes(EXAMPLE_PORTFOLIO)).toBe(canName && !isList);
  });

  it.each(endpoints)("$name names each parameter of its path", ({ name, endpoint }) => {
    if (endpoint.params === undefined) return;
    const inPath = [...name.matchAll(/\[(\w+)\]/g)].map(([, key]) => key);
    expect(Object.keys(endpoint.params.shape).sort()).toEqual(inPath.sort());
  });
});

/** The text of a route's file; where a method is served by an imported handler, with that handler in its place. */
function readRoute(file: string, method: string): string {
  const text = readFileSync(file, "utf8");
  const [, handler] = new RegExp(`export const ${method} = (\\w+);`).exec(text) ?? [];
  if (handler === undefined) return text;
  const [, module = ""] = new RegExp(`import { ${handler} } from "@/([^"]+)"`).exec(text) ?? [];
  return readFileSync(`${module}.ts`, "utf8").replace(
    `export const ${handler} = `,
    `export const ${method} = `,
  );
}
