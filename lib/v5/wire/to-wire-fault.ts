import "server-only";
import { ZodError } from "zod";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";
import { fromAppError, V5Error } from "@/lib/v5/wire/v5-error";

/** Anything that was thrown, as a rejection on the wire. A bug is reported, without its text in the answer. */
export function toWireFault(error: unknown, route: string): V5Error {
  if (error instanceof V5Error) return error;
  if (error instanceof AppError) return fromAppError(error);
  if (error instanceof ZodError) return describeIssue(error);
  reportError("v5-call-failed", error, { route });
  return new V5Error(10016, "Server error.");
}

function describeIssue(error: ZodError): V5Error {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  if (field === "symbol") return new V5Error(10001, "params error: Not supported symbols");
  return new V5Error(10001, `params error: ${field === "" ? "request" : field} invalid`);
}
