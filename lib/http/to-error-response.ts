import "server-only";
import { ZodError } from "zod";
import { isTransientFailure } from "@/lib/infra/redis/is-transient-failure";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** `Retry-After` for an unavailable dependency, in seconds. */
const UNAVAILABLE_RETRY_S = 2;

type ErrorResponse = {
  status: number;
  body: { error: { code: string; message: string; details?: unknown } };
  headers: Record<string, string>;
};

/**
 * The error response for anything that was thrown. A bug is reported without its text in the response; so is
 * an unavailable dependency, for which the client may retry. A rejection with `retryAfterSeconds` in its
 * details also sets the header.
 */
export function toErrorResponse(
  error: unknown,
  where: { route: string; requestId: string; userId?: string },
): ErrorResponse {
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    const field = issue?.path.join(".") || "request";
    return toErrorResponse(
      new AppError("bad_request", `${field}: ${issue?.message ?? "is not usable"}.`, { field }),
      where,
    );
  }
  if (error instanceof AppError) {
    const { code, message, details, status } = error;
    const waitS = details?.retryAfterSeconds;
    return {
      status,
      body: { error: { code, message, ...(details && { details }) } },
      headers: waitS === undefined ? {} : { "retry-after": String(waitS) },
    };
  }
  reportError("request-failed", error, where);
  if (isTransientFailure(error)) {
    const message = "Something that this needs does not answer at the moment. Try again in a few seconds.";
    return toErrorResponse(
      new AppError("service_unavailable", message, { retryAfterSeconds: UNAVAILABLE_RETRY_S }),
      where,
    );
  }
  const message = "Something went wrong on our side. It has been reported.";
  return { status: 500, body: { error: { code: "internal", message } }, headers: {} };
}
