import "server-only";
import { findResults, findStandings, type StandingRow } from "@/lib/db/competitions/competition-standings";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { readPositionMarks } from "@/lib/market/reference/read-position-marks";

/** A competition's table, by rank. */
export type Standings = {
  computedAtMs: number;
  rows: readonly StandingRow[];
  byPortfolio: ReadonlyMap<string, StandingRow>;
};

/** However many viewers a competition has, its table is computed once in this time, in ms. */
const CACHED_FOR_MS = 1_000;
const MAX_CACHED = 100;

type Cached = { atMs: number; standings: Promise<Standings> };

/** The table of a competition, at most a second old: live while it runs, frozen once it has ended. */
export function readStandings(competition: { id: string; status: string }): Promise<Standings> {
  const { id, status } = competition;
  const cache = getProcessSingleton("competition-standings", () => new Map<string, Cached>());
  const key = `${id}:${status}`;
  const known = cache.get(key);
  const atMs = Date.now();
  if (known && atMs - known.atMs < CACHED_FOR_MS) return known.standings;
  const standings = computeStandings(id, status);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, { atMs, standings });
  standings.catch(() => cache.delete(key));
  return standings;
}

async function computeStandings(id: string, status: string): Promise<Standings> {
  const rows =
    status === "ENDED" ? await findResults(id) : await findStandings(id, await readPositionMarks());
  return {
    computedAtMs: Date.now(),
    rows,
    byPortfolio: new Map(rows.map((row) => [row.portfolioId, row])),
  };
}
