import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { visit } from "@/tests/support/visit";

const PASSWORD = "a horse on the moon";

/**
 * Opens a path as a newly registered user: by cookie, for tests that are not about signing in. The tour is
 * done unless `isNew`.
 */
export async function visitSignedIn(
  browser: Browser,
  path: string,
  options: Parameters<typeof visit>[2] & { isNew?: boolean } = {},
): Promise<Awaited<ReturnType<typeof visit>>> {
  const opened = await visit(browser, "/robots.txt", options);
  const context = opened.page.context();
  const { request } = context;
  const headers = { origin: new URL(opened.page.url()).origin };
  const person = { email: `trader-${randomUUID()}@terminal-zero.local`, password: PASSWORD };
  await request.post("/api/auth/register", { headers, data: { ...person, name: "A trader" } });
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { ...person, csrfToken, json: "true" };
  await request.post("/api/auth/callback/credentials", { headers, form });
  if (!options.isNew) await context.addInitScript(() => localStorage.setItem("tz:tour", "true"));
  await opened.page.goto(path);
  return opened;
}
