import { Cron } from "croner";
import type { Clock } from "@/emulators/qstash/clock";
import { createId, createMessage, type Publication, toMessageDto } from "@/emulators/qstash/publish/message";
import { QstashError } from "@/emulators/qstash/qstash-error";

type Schedule = {
  scheduleId: string;
  expression: string;
  cron: Cron;
  publication: Publication;
  createdAtMs: number;
  lastMs?: number;
  isPaused: boolean;
  stop: AbortController;
};

/** Publishes messages by the calendar: 5 fields, UTC unless a `CRON_TZ=Area/City ` stands before them. */
export class Schedules {
  readonly #clock: Clock;
  readonly #publish: (publication: Publication) => void;
  readonly #schedules = new Map<string, Schedule>();

  constructor(clock: Clock, publish: (publication: Publication) => void) {
    this.#clock = clock;
    this.#publish = publish;
  }

  /** Creates a schedule, or replaces the one of that id, and returns its id. @throws QstashError 400 */
  create(given: { id: string | null; expression: string | null; publication: Publication }): string {
    if (!given.expression) throw new QstashError(400, "Upstash-Cron header is missing");
    const scheduleId = given.id ?? createId("scd");
    const schedule: Schedule = {
      scheduleId,
      expression: given.expression,
      cron: parseCron(given.expression),
      publication: { ...given.publication, scheduleId },
      createdAtMs: this.#clock.nowMs(),
      isPaused: false,
      stop: new AbortController(),
    };
    this.#schedules.get(scheduleId)?.stop.abort();
    this.#schedules.set(scheduleId, schedule);
    void this.#run(schedule);
    return scheduleId;
  }

  /** Stops or restarts a schedule. @throws QstashError 404 */
  setPaused(scheduleId: string, isPaused: boolean): void {
    this.#get(scheduleId).isPaused = isPaused;
  }

  /** Deletes a schedule. @throws QstashError 404 */
  remove(scheduleId: string): void {
    this.#get(scheduleId).stop.abort();
    this.#schedules.delete(scheduleId);
  }

  /** A schedule as the API shows it. @throws QstashError 404 */
  describe(scheduleId: string): Record<string, unknown> {
    const schedule = this.#get(scheduleId);
    const { publication } = schedule;
    const { messageId, notBefore, createdAt, url, maxRetries, ...shown } = toMessageDto(
      createMessage(publication, this.#clock.nowMs()),
    );
    return {
      ...shown,
      scheduleId,
      cron: schedule.expression,
      createdAt: schedule.createdAtMs,
      destination: publication.topicName ?? publication.url,
      retries: publication.maxRetries,
      delay: publication.delayMs / 1_000 || undefined,
      isPaused: schedule.isPaused,
      lastScheduleTime: schedule.lastMs,
      nextScheduleTime: this.#nextMs(schedule) ?? undefined,
    };
  }

  /** All schedules as the API shows them. */
  list(): Record<string, unknown>[] {
    return [...this.#schedules.keys()].map((id) => this.describe(id));
  }

  /** Stops all schedules. */
  close(): void {
    for (const schedule of this.#schedules.values()) schedule.stop.abort();
  }

  #get(scheduleId: string): Schedule {
    const schedule = this.#schedules.get(scheduleId);
    if (!schedule) throw new QstashError(404, `schedule ${scheduleId} not found`);
    return schedule;
  }

  #nextMs(schedule: Schedule): number | null {
    return schedule.cron.nextRun(new Date(this.#clock.nowMs()))?.getTime() ?? null;
  }

  async #run(schedule: Schedule): Promise<void> {
    try {
      for (let nextMs = this.#nextMs(schedule); nextMs !== null; nextMs = this.#nextMs(schedule)) {
        await this.#clock.wait(nextMs - this.#clock.nowMs(), schedule.stop.signal);
        if (schedule.isPaused) continue;
        schedule.lastMs = nextMs;
        this.#publish(schedule.publication);
      }
    } catch (error) {
      if (!schedule.stop.signal.aborted) throw error;
    }
  }
}

function parseCron(expression: string): Cron {
  const [, timezone = "Etc/UTC", fields = ""] = /^(?:CRON_TZ=(\S+)\s+)?(.*)$/.exec(expression.trim()) ?? [];
  try {
    const cron = new Cron(fields, { mode: "5-part", timezone, paused: true });
    // An unknown time zone shows only when it is used.
    cron.nextRun();
    return cron;
  } catch (error) {
    throw new QstashError(400, `invalid cron expression: ${error instanceof Error ? error.message : ""}`);
  }
}
