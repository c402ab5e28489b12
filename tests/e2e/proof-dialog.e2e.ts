import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { recordProof } from "@/lib/auth/recent-proof";
import { getDb } from "@/lib/db/client";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { signInAs } from "@/tests/support/sign-in-as";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

const PASSWORD = "a horse on the moon";
const ELEVEN_MINUTES_MS = 11 * 60_000;
const { baseUrl, env } = inject("product");
let browser: Browser;

beforeAll(async () => {
  Object.assign(process.env, env);
  browser = await openBrowser();
});
afterAll(async () => {
  await getDb().$disconnect();
  await browser.close();
});

/** The settings of a trader with a password whose last proof is older than a change of the account allows. */
async function openSettings(width: number): Promise<{ page: Page; errors: string[]; email: string }> {
  const email = `${randomUUID()}@terminal-zero.local`;
  const opened = await visit(browser, "/robots.txt", { width });
  const { page } = opened;
  const data = { email, password: PASSWORD, name: "A trader" };
  await page.request.post("/api/auth/register", { headers: { origin: baseUrl }, data });
  const { id: userId } = await getDb().user.findFirstOrThrow({ where: { email } });
  const { cookie, sessionId } = await signInAs({ userId, email });
  const [name = "", value = ""] = cookie.split(/=(.*)/);
  await page.context().addCookies([{ name, value, url: baseUrl }]);
  await recordProof(sessionId, Date.now() - ELEVEN_MINUTES_MS);
  await page.goto("/settings");
  return { ...opened, email };
}

it.each([1440, 390])("at %i px a change of the password asks who it is first", async (width) => {
  const { page, errors, email } = await openSettings(width);
  const next = "another horse on the moon";
  const field = page.getByLabel(text("account.settings.password.new"));
  const change = page.getByRole("button", { name: text("account.settings.password.change") });
  const proof = page.getByRole("dialog", { name: text("account.proof.title") });

  await field.fill(next);
  await change.click();
  await proof.getByLabel(text("account.proof.password")).waitFor();
  const box = await proof.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? width + 1)).toBeLessThanOrEqual(width);
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await proof.waitFor({ state: "detached" });
  await page.getByText("Confirm that it is you, then send this again.").waitFor();

  await change.click();
  await proof.getByLabel(text("account.proof.password")).fill("not the password");
  await proof.getByRole("button", { name: text("account.proof.confirm") }).click();
  await proof.getByRole("alert").waitFor();
  await proof.getByLabel(text("account.proof.password")).fill(PASSWORD);
  await proof.getByRole("button", { name: text("account.proof.confirm") }).click();
  await page.waitForURL(/\/login\?notice=password-changed/);
  await page.getByLabel(text("auth.email")).fill(email);
  await page.getByLabel(text("auth.password"), { exact: true }).fill(next);
  await page.getByRole("button", { name: text("auth.submit"), exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname !== "/login");
  expect(errors).toEqual([]);
});
