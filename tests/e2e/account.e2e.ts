import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findViolations } from "@/tests/support/find-violations";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";
import { visit } from "@/tests/support/visit";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const PASSWORD = "a horse on the moon";

/** Adds a passkey in the settings, signs out, and signs in with it alone. */
async function usePasskey(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto("/settings");
  await page.getByLabel(text("account.settings.passkeys.name")).fill("My laptop");
  await page.getByRole("button", { name: text("account.settings.passkeys.add") }).click();
  const remove = page.getByRole("button", {
    name: text("account.settings.passkeys.removeNamed", { name: "My laptop" }),
  });
  await remove.waitFor();
  await page.getByRole("button", { name: text("account.settings.signOut"), exact: true }).click();
  await page.getByText(text("auth.notices.signed-out")).waitFor();
  await page.goto("/login?next=/settings");
  await page.getByRole("button", { name: text("auth.passkey") }).click();
  await page.waitForURL(({ pathname }) => pathname === "/settings");
  await remove.waitFor();
}

describe("an account", () => {
  it("is opened, signed in to, changed, and signed out of", async () => {
    const email = `ann-${Date.now()}@terminal-zero.local`;
    const { page, errors } = await visit(browser, "/register");
    await page.getByLabel(text("auth.name")).fill("Ann");
    await page.getByLabel(text("auth.email")).fill(email);
    await page.getByLabel(text("auth.password"), { exact: true }).fill("password1234");
    await page.getByRole("button", { name: text("auth.create") }).click();
    await page.getByText("among the first that would be tried").waitFor();
    await page.getByLabel(text("auth.password"), { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: text("auth.create") }).click();
    await page.waitForURL("**/terminal/BTCUSDT");

    await page.goto("/settings");
    await page.getByLabel(text("account.settings.profile.name")).fill("Ann of the Moon");
    await page.getByLabel(text("account.settings.profile.zone")).selectOption("Europe/Berlin");
    await page
      .getByRole("button", { name: text("common.save") })
      .first()
      .click();
    await page.getByText(text("common.saved")).waitFor();
    await page.reload();
    expect(await page.getByLabel(text("account.settings.profile.name")).inputValue()).toBe("Ann of the Moon");
    expect(await page.getByLabel(text("account.settings.profile.zone")).inputValue()).toBe("Europe/Berlin");

    await page.getByRole("button", { name: text("account.settings.signOut"), exact: true }).click();
    await page.getByText(text("auth.notices.signed-out")).waitFor();
    await page.goto("/settings");
    await page.waitForURL("**/login?next=/settings");
    await page.getByLabel(text("auth.email")).fill(email);
    await page.getByLabel(text("auth.password"), { exact: true }).fill("not the password");
    await page.getByRole("button", { name: text("auth.submit"), exact: true }).click();
    await page.getByText("Wrong email or password.").waitFor();
    await page.getByLabel(text("auth.password"), { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: text("auth.submit"), exact: true }).click();
    await page.waitForURL(({ pathname }) => pathname === "/settings");

    await page.goto("/mailbox");
    const link = page.getByRole("link", { name: /verify-email/ }).first();
    await link.click();
    await page.getByRole("button", { name: text("auth.itIsMine") }).click();
    await page.getByText(text("auth.verified")).waitFor();
    await usePasskey(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["/login", "midnight"],
    ["/login", "light"],
    ["/register", "midnight"],
    ["/register", "light"],
    ["/forgot-password", "light"],
  ] as const)("%s has no barrier in %s", async (path, theme) => {
    const { page } = await visit(browser, path, { theme });
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });
});
