import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { recordProof } from "@/lib/auth/recent-proof";
import { getDb } from "@/lib/db/client";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { signInAs } from "@/tests/support/sign-in-as";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

const { baseUrl, env } = inject("product");
const SIXTEEN_MINUTES_MS = 16 * 60_000;
const DAY_MS = 86_400_000;
const haltZzz = text("admin.switches.halt", { symbol: "ZZZUSDT" });
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
  await page.getByText(text("account.settings.needsTwoFactor")).waitFor();
  const factor = page.getByRole("region", { name: text("account.settings.twoFactor.title") });
  await factor.getByRole("button", { name: text("account.settings.twoFactor.enable") }).click();
  const shown = (await factor.locator("p .num").textContent()) ?? "";
  const totp = new TOTP({ secret: Secret.fromBase32(shown.trim()) });
  await factor.getByRole("textbox", { name: text("account.settings.twoFactor.code") }).fill(totp.generate());
  await factor.getByRole("button", { name: text("account.settings.twoFactor.confirm") }).click();
  const codes = factor.getByRole("list", { name: text("account.settings.twoFactor.recoveryCodes") });
  await codes.waitFor();
  const [recovery = ""] = await codes.getByRole("listitem").allTextContents();

  await page.goto("/admin");
  await page.getByLabel(text("admin.switches.symbol")).fill("ZZZUSDT");
  await recordProof(sessionId, Date.now() - SIXTEEN_MINUTES_MS);
  await page.getByRole("button", { name: haltZzz }).click();
  const halt = page.getByRole("dialog", { name: haltZzz });
  await halt.getByLabel(text("admin.reason")).fill("A test asks for it");
  await halt.getByRole("button", { name: haltZzz }).click();
  const proof = page.getByRole("dialog", { name: text("account.proof.title") });
  await proof.waitFor();
  expect(await findViolations(page)).toEqual([]);
  await proof.getByLabel(text("account.proof.code")).fill("000000");
  await proof.getByRole("button", { name: text("account.proof.confirm") }).click();
  await proof.getByText("Wrong code, or it was used before.").waitFor();
  await proof.getByLabel(text("account.proof.code")).fill(recovery);
  await proof.getByRole("button", { name: text("account.proof.confirm") }).click();
  await page.getByText(text("admin.switches.halted", { symbol: "ZZZUSDT" })).waitFor();

  // A public competition: shown as traders will read it, then created.
  const cup = `Cup ${randomUUID().slice(0, 8)}`;
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 16);
  await page.goto("/admin/competitions");
  await page.getByLabel(text("competitions.form.name")).fill(cup);
  await page.getByLabel(text("competitions.form.startsAt")).fill(inDays(1));
  await page.getByLabel(text("competitions.form.endsAt")).fill(inDays(8));
  await page.getByLabel(text("competitions.form.maxDrawdown")).fill("12.5");
  await page.getByRole("button", { name: text("admin.competitions.preview") }).click();
  const terms = page.getByRole("region", { name: text("admin.competitions.terms") });
  await terms.getByText("12.50% below").waitFor();
  await terms.getByRole("button", { name: text("admin.competitions.create") }).click();
  const question = page.getByRole("dialog", { name: text("admin.competitions.createTitle", { name: cup }) });
  await question.getByLabel(text("admin.reason")).fill("A cup of a week");
  await question.getByRole("button", { name: text("admin.competitions.create") }).click();
  await page.getByRole("table").getByRole("link", { name: cup }).click();
  await page.getByRole("heading", { level: 1, name: cup }).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});
