import { expect, inject, it } from "vitest";
import type { SentryEvent } from "@/emulators/sentry/start-sentry";
import { createAdmin } from "@/tests/support/create-admin";
import { openBrowser } from "@/tests/support/open-browser";
import { text } from "@/tests/support/text";

const { baseUrl, env } = inject("product");

async function readSink(): Promise<SentryEvent[]> {
  const { host } = new URL(env.SENTRY_DSN ?? "");
  const response = await fetch(`http://${host}/events`);
  return (await response.json()) as SentryEvent[];
}

it("an error thrown while a component is drawn arrives at Sentry, with whose page it was", async () => {
  Object.assign(process.env, env);
  const user = await createAdmin();
  const { cookie, email } = user;
  const [name = "", value = ""] = cookie.split(/=(.*)/);

  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ baseURL: baseUrl });
    await context.addCookies([{ name, value, url: baseUrl }]);
    const page = await context.newPage();
    // A line that our servers never write.
    await page.route("**/api/admin/review*", (route) =>
      route.fulfill({ json: { items: [null], nextCursor: null } }),
    );
    await page.goto("/admin/review");
    await page.getByRole("heading", { name: text("errors.page.title") }).waitFor();
    const findOurs = async () => (await readSink()).filter((event) => event.user?.id === user.id);
    await expect.poll(findOurs, { timeout: 30_000 }).not.toEqual([]);
    const [event] = await findOurs();
    expect(event).toMatchObject({
      tags: { route: "/admin/review", event: "page-broke", request_id: expect.any(String) },
      exception: { values: [{ type: "TypeError" }] },
    });
    expect(JSON.stringify(event)).not.toContain(email);
  } finally {
    await browser.close();
  }
});
