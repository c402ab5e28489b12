import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { endSessions } from "@/lib/auth/session/session-store";
import { watchSession } from "@/lib/auth/session/watch-session";
import { signInAs } from "@/tests/support/sign-in-as";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());

it("tells of a session that has ended, and of no other (fault 24)", async () => {
  const [ann, bob] = [await signInAs({ userId: "ann" }), await signInAs({ userId: "bob" })];
  const ended: string[] = [];
  const stops = [watchSession(ann, () => ended.push("ann")), watchSession(bob, () => ended.push("bob"))];
  await endSessions("ann", new Date());
  await vi.waitFor(() => expect(ended).toContain("ann"), 60_000);
  expect(ended).not.toContain("bob");
  for (const stop of stops) stop();
});
