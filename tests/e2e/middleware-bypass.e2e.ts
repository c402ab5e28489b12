import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { createUser } from "@/lib/db/queries/users/users";
import { createAdmin } from "@/tests/support/create-admin";
import { signInAs } from "@/tests/support/sign-in-as";
import { text } from "@/tests/support/text";

const { baseUrl, env } = inject("product");

/** Text that appears in the victim's account only. */
const MARK = `victim-${randomUUID()}`;
/** Parts of the operators' pages that appear nowhere else. */
const DESK = /UserList|StatusDesk|ReviewDesk|AdminFrame/;

type ResponseParts = { status: number; headers: NodeJS.Dict<string | string[]>; text: string };
let cookies: Record<"nobody" | "trader" | "admin", string>;

beforeAll(async () => {
  Object.assign(process.env, env);
  const open = async (email: string) => {
    const person = { email, displayName: email, passwordHash: null, emailVerifiedAt: null };
    const user = await createUser(person);
    if (!user) throw new Error("The user was not made.");
    return (await signInAs({ userId: user.id, email })).cookie;
  };
  await open(`${MARK}@terminal-zero.local`);
  cookies = {
    nobody: "",
    trader: await open(`${randomUUID()}@terminal-zero.local`),
    admin: (await createAdmin()).cookie,
  };
});

/** Follows redirects to the RSC hash, or to a path's normalised form. */
async function ask(path: string, headers: Record<string, string>): Promise<ResponseParts> {
  let response = await send(path, headers);
  for (let hop = 0; hop < 3 && response.status >= 300 && response.status < 400; hop += 1) {
    expect(response.text).not.toContain(MARK);
    const target = new URL(String(response.headers.location), baseUrl);
    if (target.origin !== new URL(baseUrl).origin) return response;
    response = await send(`${target.pathname}${target.search}`, headers);
  }
  return response;
}

/** Sends a path unchanged: `fetch` would normalise it. */
function send(path: string, headers: Record<string, string>): Promise<ResponseParts> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    call.on("error", reject);
    call.end();
  });
}

const API = ["/api/admin/users", "/api/admin/audit", "/api/account", "/api/portfolios"];
const PAGES = ["/admin", "/admin/users", "/admin/review", "/settings", "/billing"];

/** Variants of a path that a component may treat as the same. */
const WRITINGS: Record<string, (path: string) => string> = {
  ".rsc": (path) => `${path}.rsc`,
  ".txt": (path) => `${path}.txt`,
  ".json": (path) => `${path}.json`,
  "segment tree": (path) => `${path}.segments/_tree.segment.rsc`,
  "segment of the page": (path) => `${path}.segments${path}/__PAGE__.segment.rsc`,
  "data of the build": (path) => `/_next/data/development${path}.json`,
  "slash at the end": (path) => `${path}/`,
  "dot at the end": (path) => `${path}/.`,
  "two slashes first": (path) => `/${path}`,
  "two slashes within": (path) => path.replace(/(?<=.)\//g, "//"),
  "dot within": (path) => `/.${path}`,
  "up and back": (path) => `/pricing/..${path}`,
  "up and back, encoded": (path) => `/pricing/%2e%2e${path}`,
  "up out of a static folder": (path) => `/_next/static/..${path.replace("/", "/../")}`,
  "up out of a static folder, encoded": (path) => `/_next/static/%2e%2e/%2e%2e${path}`,
  "up out of the queue": (path) => `/api/queue/../..${path}`,
  "up out of the queue, encoded": (path) => `/api/queue/%2e%2e/%2e%2e${path}`,
  "up out of cron, slash encoded": (path) => `/api/cron/..%2f..${path.replaceAll("/", "%2f")}`,
  "letter encoded": (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  "last letter encoded": (path) =>
    path.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  "letter encoded twice": (path) =>
    path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  "slash encoded": (path) => `/${path.slice(1).replaceAll("/", "%2F")}`,
  "upper case": (path) => path.toUpperCase(),
  "first letter upper case": (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  backslashes: (path) => path.replaceAll("/", "\\"),
  "backslash encoded": (path) => `/${path.slice(1).replaceAll("/", "%5C")}`,
  "NUL at the end": (path) => `${path}%00`,
  "blank at the end": (path) => `${path}%20`,
  semicolon: (path) => `${path};x=1`,
  "line feed": (path) => `${path}%0a`,
  "full-width letters": (path) => path.replace("a", "%EF%BD%81"),
  "whole address": (path) => `${baseUrl}${path}`,
  "address of someone else": (path) => `http://example.com${path}`,
  "flight in the query": (path) => `${path}?_rsc=1`,
  "path in the query": (path) => `/pricing?nextInternalLocale=en&__nextLocale=en&path=${path}`,
};

const FIVE = (name: string) => Array.from({ length: 5 }, () => name).join(":");
/** Headers that servers and proxies use internally. */
const HEADERS: Record<string, (path: string) => Record<string, string>> = {
  "subrequest, new": () => ({ "x-middleware-subrequest": FIVE("middleware") }),
  "subrequest, in src": () => ({ "x-middleware-subrequest": FIVE("src/middleware") }),
  "subrequest, old": () => ({ "x-middleware-subrequest": "pages/_middleware" }),
  "subrequest, plain": () => ({ "x-middleware-subrequest": "middleware" }),
  "subrequest with an id": () => ({
    "x-middleware-subrequest": FIVE("middleware"),
    "x-middleware-subrequest-id": "0".repeat(16),
  }),
  "middleware has passed it": () => ({ "x-middleware-next": "1", "x-middleware-invoke": "1" }),
  "middleware has rewritten it": (path) => ({ "x-middleware-rewrite": path, "x-nextjs-rewrite": path }),
  "middleware has signed in": () => ({
    "x-middleware-override-headers": "cookie,x-user-id",
    "x-middleware-request-x-user-id": "admin",
    "x-middleware-request-cookie": "next-auth.session-token=x",
    "x-middleware-set-cookie": "next-auth.session-token=x",
  }),
  prefetch: () => ({ "x-middleware-prefetch": "1", purpose: "prefetch", "next-router-prefetch": "1" }),
  flight: () => ({ rsc: "1" }),
  "flight of a segment": (path) => ({
    rsc: "1",
    "next-router-prefetch": "1",
    "next-router-segment-prefetch": `${path}/__PAGE__`,
  }),
  "flight of the tree": () => ({
    rsc: "1",
    "next-router-prefetch": "1",
    "next-router-segment-prefetch": "/_tree",
  }),
  // Claims that the layout, which rejects, is rendered already and only the page is needed.
  "flight below the layout": (path) => ({ rsc: "1", "next-router-state-tree": treeOf(path) }),
  data: () => ({ "x-nextjs-data": "1" }),
  "matched before": (path) => ({
    "x-matched-path": path,
    "x-invoke-path": path,
    "x-invoke-output": path,
    "x-now-route-matches": "1",
  }),
  "revalidation of a cache": () => ({ "x-prerender-revalidate": "1", "x-vercel-revalidate": "1" }),
  "another method": () => ({ "x-http-method-override": "GET", "x-method-override": "GET" }),
  "another address": (path) => ({ "x-original-url": path, "x-rewrite-url": path }),
  "from within": () => ({
    "x-forwarded-for": "127.0.0.1",
    "x-real-ip": "127.0.0.1",
    "x-forwarded-host": "localhost",
  }),
};

/** The router state at the path's layout with another page in it. */
function treeOf(path: string): string {
  const leaf = ["__PAGE__", {}, null, "refetch"];
  const folders = path.split("/").filter(Boolean);
  const [first = "", ...rest] = folders;
  const within = [...rest].reverse().reduce<unknown>((child, name) => [name, { children: child }], leaf);
  return encodeURIComponent(JSON.stringify(["", { children: [first, { children: within }] }, null, null, 0]));
}

/** No private data, nothing of the operators' pages, and no server error. */
function expectNothing(response: ResponseParts): void {
  expect(response.text).not.toContain(MARK);
  expect(response.text).not.toMatch(DESK);
  expect(response.text).not.toMatch(/\n\s+at |node_modules|prisma/i);
  expect(response.status).toBeLessThan(500);
}

/** A response of a route has a rate-limit header; the middleware's own, for a path with an escape, is 404. */
function expectCounted(response: ResponseParts): void {
  const isOfRoute = response.text.startsWith('{"error"') && response.status !== 404;
  if (isOfRoute) expect(response.headers).toHaveProperty("ratelimit-limit");
}

const ways = (paths: string[], names: string[]) =>
  paths.flatMap((path) => names.map((name) => ({ path, name })));

describe("fault 26: ways around the middleware", () => {
  it("the desk and the victim are there for an admin", async () => {
    const headers = { cookie: cookies.admin };
    expect((await ask("/api/admin/users?limit=100", headers)).text).toContain(MARK);
    for (const path of ["/admin", "/admin/users", "/admin/review"]) {
      expect((await ask(path, headers)).text).toMatch(DESK);
      expect((await ask(path, { ...headers, rsc: "1" })).text).toMatch(DESK);
    }
  });

  it.each(ways(API, Object.keys(WRITINGS)))("$path, $name, is closed", async ({ path, name }) => {
    const written = WRITINGS[name]?.(path) ?? path;
    const response = await ask(written, {});
    expectNothing(response);
    expectCounted(response);
    if (/^\/api\/(?!queue|cron)[^?]*%/.test(written)) expect(response.status).toBe(404);
    if (response.status === 200) expect(response.headers["content-type"]).not.toContain("json");
    if (path.startsWith("/api/admin")) expectNothing(await ask(written, { cookie: cookies.trader }));
  });

  it.each(ways(API, Object.keys(HEADERS)))("$path with $name is closed", async ({ path, name }) => {
    const headers = HEADERS[name]?.(path) ?? {};
    const response = await ask(path, headers);
    expectNothing(response);
    expectCounted(response);
    // A prefetch of a page's data gets none, with any headers.
    expect(response.status === 200 ? response.text : response.status).toBe(name === "prefetch" ? "{}" : 401);
    if (!path.startsWith("/api/admin")) return;
    const known = await ask(path, { ...headers, cookie: cookies.trader });
    expectNothing(known);
    expect(known.status === 200 ? known.text : known.status).toBe(name === "prefetch" ? "{}" : 403);
  });

  it.each([...ways(PAGES, Object.keys(WRITINGS))])("$path, $name, shows nothing", async ({ path, name }) => {
    const written = WRITINGS[name]?.(path) ?? path;
    expectNothing(await ask(written, {}));
    if (path.startsWith("/admin")) expectNothing(await ask(written, { cookie: cookies.trader }));
  });

  it.each(ways(PAGES, Object.keys(HEADERS)))("$path with $name shows nothing", async ({ path, name }) => {
    const headers = HEADERS[name]?.(path) ?? {};
    const response = await ask(path, headers);
    expectNothing(response);
    for (const shown of [text("account.settings.sessions.endAll"), text("account.billing.noPayments")]) {
      expect(response.text).not.toContain(shown);
    }
    if (path.startsWith("/admin")) expectNothing(await ask(path, { ...headers, cookie: cookies.trader }));
  });
});
