import { readFileSync } from "node:fs";
import { Cron } from "croner";
import { z } from "zod";

const FILE = z.object({
  crons: z.array(z.object({ path: z.string().startsWith("/"), schedule: z.string() })),
});

/** The result of one call; status 0 without a response. */
export type CronResult = {
  path: string;
  startedAtMs: number;
  durationMs: number;
  status: number;
  error?: string;
};

type StartOptions = {
  vercelJsonPath: string;
  /** The product's base URL, without a trailing slash. */
  baseUrl: string;
  cronSecret: string;
  /** Also calls each path immediately, so that a fresh start need not wait for the minute. */
  fireAtStart?: boolean;
  onResult?: (result: CronResult) => void;
};

/** A running cron caller. */
export type CronRunner = {
  /** The paths with their next calls, Unix ms. */
  jobs: () => { path: string; nextMs: number | null }[];
  /** Stops the schedule, aborts the open calls, and waits for them to end. */
  close: () => Promise<void>;
};

/**
 * Calls the paths of a vercel.json on their schedules (5 fields, UTC), as Vercel does: GET with the secret
 * as bearer token, redirects not followed, no retry, and no waiting for an earlier run of the same path.
 * @throws Error when the file or a schedule is wrong
 */
export function startCron(options: StartOptions): CronRunner {
  const { crons } = FILE.parse(JSON.parse(readFileSync(options.vercelJsonPath, "utf8")));
  const closing = new AbortController();
  const open = new Set<Promise<void>>();

  const fire = (path: string) => {
    const call = callPath({ ...options, path, signal: closing.signal }).then((result) => {
      open.delete(call);
      if (!closing.signal.aborted) options.onResult?.(result);
    });
    open.add(call);
  };
  // All expressions are parsed before the first timer starts, so that an error leaves no timer running.
  for (const { schedule } of crons) assertSchedule(schedule);
  const jobs = crons.map(({ path, schedule }) => ({
    path,
    cron: new Cron(schedule, { mode: "5-part", timezone: "Etc/UTC" }, () => fire(path)),
  }));
  if (options.fireAtStart) for (const { path } of jobs) fire(path);

  return {
    jobs: () => jobs.map(({ path, cron }) => ({ path, nextMs: cron.nextRun()?.getTime() ?? null })),
    close: async () => {
      for (const { cron } of jobs) cron.stop();
      closing.abort();
      await Promise.all(open);
    },
  };
}

/** @throws Error for what Vercel would reject: other than 5 fields, or names of months and days */
function assertSchedule(schedule: string): void {
  if (/[a-z]/i.test(schedule)) throw new Error(`Vercel takes no names in a cron schedule: "${schedule}"`);
  new Cron(schedule, { mode: "5-part", timezone: "Etc/UTC", paused: true });
}

async function callPath(call: {
  path: string;
  baseUrl: string;
  cronSecret: string;
  signal: AbortSignal;
}): Promise<CronResult> {
  const startedAtMs = Date.now();
  const finish = (status: number, error?: string): CronResult => {
    const result = { path: call.path, startedAtMs, durationMs: Date.now() - startedAtMs, status };
    return error === undefined ? result : { ...result, error };
  };
  try {
    const response = await fetch(call.baseUrl + call.path, {
      headers: { authorization: `Bearer ${call.cronSecret}`, "user-agent": "vercel-cron/1.0" },
      redirect: "manual",
      signal: call.signal,
    });
    // The run ends with the response's body, not with its headers.
    await response.arrayBuffer();
    return finish(response.status);
  } catch (error) {
    return finish(0, error instanceof Error ? error.message : String(error));
  }
}
