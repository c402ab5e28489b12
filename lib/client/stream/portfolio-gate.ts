import { callAt } from "@/lib/client/call-at";

/** Timeout after which a stream with portfolios that has not begun is replaced by one without, ms. */
const WAIT_MS = 3_000;
/** Delay after which omitted portfolios are requested again, ms. */
const RETRY_MS = 5_000;

/**
 * Decides whether portfolios are streamed with the prices. The server looks a session and its portfolios up
 * before it begins such a stream; prices do not wait for a database that is slow or unavailable: they are
 * streamed alone, and a stream with the portfolios replaces that one as soon as it begins.
 */
export class PortfolioGate {
  readonly #onChange: () => void;
  #cancelTimer = () => {};
  #dueAtMs: number | null = null;
  #isOpen = true;

  /** `onChange` is called when portfolios are omitted, or requested again. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Whether portfolios are requested. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether prices arrive, on any connection; called with each change of that or of the request. */
  recordStream(is: "waiting" | "connecting" | "open"): void {
    const isAwaited = this.#isOpen ? is === "connecting" : is === "open";
    if (!isAwaited) this.#setDue(null);
    else if (this.#dueAtMs === null) this.#setDue(Date.now() + (this.#isOpen ? WAIT_MS : RETRY_MS));
  }

  /** The server can't look portfolios up at the moment. */
  recordUnavailable(): void {
    if (this.#isOpen) this.#turn();
  }

  /** Runs what is due. A timer does this, too, but browsers throttle the timers of a hidden page. */
  checkTime(): void {
    if (this.#dueAtMs !== null && Date.now() >= this.#dueAtMs) this.#turn();
  }

  /** Starts again, with portfolios. */
  reset(): void {
    this.#setDue(null);
    this.#isOpen = true;
  }

  #turn(): void {
    this.#setDue(null);
    this.#isOpen = !this.#isOpen;
    this.#onChange();
  }

  #setDue(atMs: number | null): void {
    this.#cancelTimer();
    this.#dueAtMs = atMs;
    if (atMs !== null) this.#cancelTimer = callAt(atMs, () => this.checkTime());
  }
}
