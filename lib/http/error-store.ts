import "server-only";
import { recordErrors } from "@/lib/db/admin/error-reports";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { log } from "@/lib/infra/telemetry/log";
import { redactText } from "@/lib/infra/telemetry/redact";
import { addErrorSink, serializeError } from "@/lib/infra/telemetry/report-error";

const FLUSH_AFTER_MS = 2_000;
/** Kinds of failures that wait while the database is unavailable. */
const MAX_WAITING = 200;
const MAX_NAME = 200;

type Failure = { event: string; route: string; message: string; stack: string | null; count: number };
type Waiting = Failure & { firstAt: Date; lastAt: Date };

/** Stores failures for the operators' page, some seconds after they happened and each kind at most once at a time. */
export class ErrorStore {
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;

  add(failure: Failure): void {
    const [event, route] = [failure.event, failure.route].map((name) => name.slice(0, MAX_NAME));
    const key = `${event} ${route}`;
    const known = this.#waiting.get(key);
    if (!known && this.#waiting.size >= MAX_WAITING) return;
    const lastAt = new Date();
    const count = failure.count + (known?.count ?? 0);
    const named = { event: event ?? "", route: route ?? "" };
    this.#waiting.set(key, { ...failure, ...named, count, firstAt: known?.firstAt ?? lastAt, lastAt });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes what waits; what can't be written waits on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const failures = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      await recordErrors(failures);
    } catch (error) {
      // A report of it would come back here.
      log.warn("errors-not-stored", { message: redactText(String(error)) });
      for (const one of failures) this.add(one);
    }
  }
}

/** The store of this process, which gets every reported error from its first use on. */
export function getErrorStore(): ErrorStore {
  return getProcessSingleton("error-store", () => {
    const store = new ErrorStore();
    addErrorSink((error, { event, route, suppressed }) => {
      const { message, stack = null } = serializeError(error);
      const count = 1 + (typeof suppressed === "number" ? suppressed : 0);
      store.add({ event, route: typeof route === "string" ? route : "", message, stack, count });
    });
    return store;
  });
}
