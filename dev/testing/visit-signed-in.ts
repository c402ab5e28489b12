import type { Browser, Page } from "playwright-core";
import { visit } from "@/dev/testing/visit";

const PASSWORD = "a horse on the moon";
let count = 0;

/** Opens a path as somebody who has just registered and has been shown around already. */
export async function visitSignedIn(
  browser: Browser,
  path: string,
  options: Parameters<typeof visit>[2] = {},
): Promise<{ page: Page; errors: string[] }> {
  const opened = await visit(browser, "/not-a-page", options);
  const { page } = opened;
  count += 1;
  const email = `trader-${Date.now()}-${count}@terminal-zero.local`;
  const origin = new URL(page.url()).origin;
  const headers = { origin };
  const { request } = page.context();
  await request.post("/api/auth/register", {
    headers,
    data: { email, password: PASSWORD, name: "A trader" },
  });
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await request.post("/api/auth/callback/credentials", {
    headers,
    form: { csrfToken, email, password: PASSWORD, json: "true" },
  });
  await page.context().addInitScript(() => localStorage.setItem("tz:tour", "true"));
  await page.goto(path);
  return opened;
}
