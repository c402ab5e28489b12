import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { recordProof } from "@/lib/auth/recent-proof";
import { getDb } from "@/lib/db/client";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { signInAs } from "@/tests/support/sign-in-as";
import { visit } from "@/tests/support/visit";

const { baseUrl, env } = inject("product");
const SIXTEEN_MINUTES_MS = 16 * 60_000;
let browser: Browser;

beforeAll(async () => {
  Object.assign(process.env, env);
  browser = await openBrowser();
});
afterAll(() => browser.close());

it("leads an admin to two-factor sign-in first, and asks who it is before a write", async () => {
  const email = `${randomUUID()}@terminal-zero.local`;
  const data = { email, displayName: "Op", role: "ADMIN", emailVerifiedAt: new Date() };
  const { id } = await getDb().user.create({ data });
  const { cookie, sessionId } = await signInAs({ userId: id, role: "ADMIN", email });
  const [name = "", value = ""] = cookie.split(/=(.*)/);
  const { page, errors } = await visit(browser, "/robots.txt");
  await page.context().addCookies([{ name, value, url: baseUrl }]);

  await page.goto("/admin");
  await page.waitForURL(/\/settings\?notice=second-factor/);
  await page.getByText("The operators' desk needs two-factor sign-in.").waitFor();
  const factor = page.getByRole("region", { name: "Two-factor sign-in" });
  await factor.getByRole("button", { name: "Set it up" }).click();
  const shown = (await factor.getByText("Or type this in").textContent()) ?? "";
  const totp = new TOTP({ secret: Secret.fromBase32(shown.split(":")[1]?.trim() ?? "") });
  await factor.getByRole("textbox", { name: "Code" }).fill(totp.generate());
  await factor.getByRole("button", { name: "Confirm" }).click();
  const codes = factor.getByRole("list", { name: "Recovery codes" });
  await codes.waitFor();
  const [recovery = ""] = await codes.getByRole("listitem").allTextContents();

  await page.goto("/admin");
  await page.getByLabel("Symbol to halt").fill("ZZZUSDT");
  await recordProof(sessionId, Date.now() - SIXTEEN_MINUTES_MS);
  await page.getByRole("button", { name: "Halt ZZZUSDT" }).click();
  const halt = page.getByRole("dialog", { name: "Halt ZZZUSDT" });
  await halt.getByLabel("Reason, for the audit log").fill("A test asks for it");
  await halt.getByRole("button", { name: "Halt ZZZUSDT" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.waitFor();
  expect(await findViolations(page)).toEqual([]);
  await proof.getByLabel("Code of your authenticator").fill("000000");
  await proof.getByRole("button", { name: "Confirm" }).click();
  await proof.getByText("That code is wrong, or was used before.").waitFor();
  await proof.getByLabel("Code of your authenticator").fill(recovery);
  await proof.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("ZZZUSDT halted").waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});
