import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { CallRoute } from "@/tests/routes/describe-route-table";
import { listRoutes } from "@/tests/routes/list-routes";

type Handler = (request: Request, context: { params: Promise<Record<string, unknown>> }) => Promise<Response>;

const routes = listRoutes().map((route) => ({ ...route, pattern: patternOf(route.path) }));

/** Calls a route's own handler without the middleware. */
export const callRouteModule: CallRoute = async ({ method, path, headers, body }) => {
  const url = new URL(path, "http://localhost:3000");
  // A static folder precedes a parameter, as in Next.
  const found = routes
    .filter((route) => route.method === method && route.pattern.test(url.pathname))
    .sort((a, b) => countParameters(a.path) - countParameters(b.path))[0];
  if (!found) throw new Error(`There is no ${method} ${path}.`);
  const module = (await import(pathToFileURL(resolve(found.file)).href)) as Record<string, Handler>;
  const params = found.pattern.exec(url.pathname)?.groups ?? {};
  const request = new Request(url, {
    method,
    headers,
    body: isContent(body) ? body : JSON.stringify(body),
  });
  const handler = module[method];
  if (!handler) throw new Error(`${found.file} exports no ${method}.`);
  const response = await handler(request, {
    params: Promise.resolve(
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => {
          const parts = value.split("/").map(decodeURIComponent);
          return [name, found.path.includes(`[...${name}]`) ? parts : parts.join("/")];
        }),
      ),
    ),
  });
  return { status: response.status, text: await response.text() };
};

function isContent(body: unknown): body is string | Uint8Array<ArrayBuffer> | undefined {
  return body === undefined || typeof body === "string" || body instanceof Uint8Array;
}

function patternOf(path: string): RegExp {
  const source = path
    .split("/")
    .map((part) => part.replaceAll(".", "\\.").replace(/^\[(\w+)\]$/, "(?<$1>[^/]+)"))
    .join("/");
  return new RegExp(`^${source.replace(/\[\\\.\\\.\\\.(\w+)\]/, "(?<$1>.+)")}$`);
}

function countParameters(path: string): number {
  return path.split("[").length;
}
