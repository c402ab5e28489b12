import { SYSTEM_CLOCK } from "@/emulators/qstash/clock";
import type { QstashSwitches } from "@/emulators/qstash/switches";

/** Deliveries due within this time of each other are reversed by `reorder`, in ms. */
const REORDER_WINDOW_MS = 50;

/** Applies the switches to a delivery before it is sent. */
export class DeliveryGate {
  readonly #switches: QstashSwitches;
  #paused: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  constructor(switches: QstashSwitches) {
    this.#switches = switches;
  }

  /** Waits while the switches delay a delivery. @throws when the signal is aborted */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.#hasPosition()) await this.#waitIn(this.#paused, signal);
    if (this.#switches.delayMs > 0) await SYSTEM_CLOCK.wait(this.#switches.delayMs, signal);
    if (this.#switches.reorder) {
      if (this.#waiting.length === 0) setTimeout(() => this.#releaseReversed(), REORDER_WINDOW_MS);
      await this.#waitIn(this.#waiting, signal);
    }
    signal.throwIfAborted();
  }

  /** To be called when the switches have changed. */
  reconsider(): void {
    if (this.#hasPosition()) return;
    for (const release of this.#paused.splice(0)) release();
  }

  #hasPosition(): boolean {
    return this.#switches.pauseDeliveries || this.#switches.down;
  }

  #releaseReversed(): void {
    for (const release of this.#waiting.splice(0).reverse()) release();
  }

  #waitIn(line: (() => void)[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      line.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }
}
