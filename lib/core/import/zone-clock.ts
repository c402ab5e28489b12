import type { ClockTime } from "@/lib/core/import/read-clock-time";
import { listWallInstants } from "@/lib/core/time-zone";

/** The zone of a file's times: a fixed offset from UTC in ms, or an IANA zone. */
export type FileZone = { offsetMs: number } | { zone: string };

/** Whether the rows of a file run forward in time or backward. */
export type FileOrder = "oldest-first" | "newest-first";

const DAY_MS = 86_400_000;
/** Days whose offset is remembered; more than a file has, so that a hostile one stays small. */
const MAX_DAYS = 20_000;

/**
 * Turns clock times of one file into instants. In the hour that exists twice, the rows' own order tells which
 * one it is, as far as it can: a clock that goes back has passed the change.
 */
export class ZoneClock {
  readonly #offsets = new Map<number, number | null>();
  #previousMs: number | null = null;

  constructor(
    private readonly zone: FileZone,
    private readonly order: FileOrder,
  ) {}

  resolve({ wallMs, offsetMs }: ClockTime): number {
    const instant = offsetMs === null ? this.#resolveLocal(wallMs) : wallMs - offsetMs;
    this.#previousMs = instant;
    return instant;
  }

  #resolveLocal(wallMs: number): number {
    if ("offsetMs" in this.zone) return wallMs - this.zone.offsetMs;
    const offset = this.#findOffset(Math.floor(wallMs / DAY_MS), this.zone.zone);
    if (offset !== null) return wallMs - offset;
    const instants = listWallInstants(wallMs, this.zone.zone);
    const previous = this.#previousMs;
    if (previous === null) return instants[0];
    return this.order === "oldest-first"
      ? (instants.find((instant) => instant >= previous) ?? instants[0])
      : (instants.findLast((instant) => instant <= previous) ?? instants[0]);
  }

  /** The one offset of a day in the zone; null for a day near a clock change. */
  #findOffset(day: number, zone: string): number | null {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    const [start, end] = [day * DAY_MS, (day + 1) * DAY_MS];
    const [before, after] = [start - listWallInstants(start, zone)[0], end - listWallInstants(end, zone)[0]];
    const offset = before === after ? before : null;
    if (this.#offsets.size < MAX_DAYS) this.#offsets.set(day, offset);
    return offset;
  }
}
