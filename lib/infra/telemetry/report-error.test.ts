import { expect, it, vi } from "vitest";
import { reportError } from "@/lib/infra/telemetry/report-error";

const SECRETS = /ann@|hunter2|abc123/;

/** The line that a report writes. */
function writtenBy(event: string, error: unknown): Record<string, unknown> {
  const lines = vi
    .spyOn(console, "error")
    .mockReset()
    .mockImplementation(() => {});
  reportError(event, error, { requestId: "r1" });
  expect(lines).toHaveBeenCalledTimes(1);
  return JSON.parse(String(lines.mock.calls[0]?.[0]));
}

it("keeps secrets out of the log: of the message, the stack and every cause", () => {
  const root = new Error("connect postgres://app:hunter2@db/zero");
  const between = new Error('insert {"email":"ann@example.com","token":"abc123"}', { cause: root });
  const line = writtenBy("nested", new Error("GET /x?token=abc123 for ann@example.com", { cause: between }));
  expect(line).toMatchObject({
    event: "nested",
    requestId: "r1",
    causes: [expect.any(String), expect.any(String)],
  });
  expect(line.stack).toContain("report-error.test.ts");
  expect(JSON.stringify(line)).not.toMatch(SECRETS);
});

it("bounds what a chain of causes and a long text add", () => {
  const loop = new Error("x".repeat(100_000));
  loop.cause = loop;
  expect(JSON.stringify(writtenBy("loop", loop)).length).toBeLessThan(20_000);
});

it.each([
  ["text", "token=abc123"],
  ["object", { email: "ann@example.com" }],
  ["nothing", undefined],
])("takes a thrown %s", (kind, thrown) => {
  expect(JSON.stringify(writtenBy(`thrown ${kind}`, thrown))).not.toMatch(SECRETS);
});
