import "server-only";
import { readSharedStandings } from "@/lib/competitions/read-shared-standings";
import { type EventBlock, encodeEvent } from "@/lib/infra/event-block";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { StandingsResponse } from "@/lib/schemas/challenge/competitions";

/** Longer than the turn of a query in `readSharedStandings`, so that a single process queries each time. */
const SEND_EVERY_MS = 1_020;

type Send = (block: EventBlock) => boolean;
type Watched = { viewers: Set<Send>; shown: string; block: EventBlock | null; isReading: boolean };

/** The competitions whose table is watched in this process: read once for all viewers, and sent when it has changed. */
export class StandingsHub {
  readonly #watched = new Map<string, Watched>();

  constructor() {
    setInterval(() => {
      for (const id of this.#watched.keys()) void this.#read(id);
    }, SEND_EVERY_MS).unref();
  }

  /** Sends the table of a competition now and after each change; returns a function that ends it. */
  join(id: string, send: Send): () => void {
    const known = this.#watched.get(id);
    const watched = known ?? { viewers: new Set<Send>(), shown: "", block: null, isReading: false };
    watched.viewers.add(send);
    this.#watched.set(id, watched);
    if (watched.block) send(watched.block);
    else void this.#read(id);
    return () => {
      watched.viewers.delete(send);
      if (watched.viewers.size === 0 && this.#watched.get(id) === watched) this.#watched.delete(id);
    };
  }

  /** Sends the newest table again, to a stream that may have missed it. */
  refresh(id: string, send: Send): void {
    const block = this.#watched.get(id)?.block;
    if (block) send(block);
  }

  async #read(id: string): Promise<void> {
    const watched = this.#watched.get(id);
    if (!watched || watched.isReading) return;
    watched.isReading = true;
    try {
      this.#send(watched, await readSharedStandings(id));
    } catch (error) {
      reportError("standings-not-sent", error, { competition: id });
    } finally {
      watched.isReading = false;
    }
  }

  #send(watched: Watched, standings: StandingsResponse): void {
    const { computedAt: _, ...shown } = standings;
    const text = JSON.stringify(shown);
    if (text === watched.shown) return;
    watched.shown = text;
    watched.block = encodeEvent("standings", standings);
    for (const send of watched.viewers) send(watched.block);
  }
}

/** The hub of this process, started at its first use. */
export function getStandingsHub(): StandingsHub {
  return getProcessSingleton("standings-hub", () => new StandingsHub());
}
