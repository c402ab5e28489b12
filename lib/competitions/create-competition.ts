import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { toCompetitionDto } from "@/lib/competitions/to-competition-dto";
import type { AdminAct } from "@/lib/db/admin/audit";
import {
  findCompetition,
  insertCompetition,
  insertPublicCompetition,
} from "@/lib/db/competitions/competitions";
import { AppError } from "@/lib/schemas/api-error";
import {
  type CompetitionDto,
  type CreateCompetitionBody,
  findTimeFault,
} from "@/lib/schemas/challenge/competitions";

/** Entries of a trader's competition for friends. */
const FRIENDS = 200;
const CODE_BYTES = 9;
const HUNDRED = 100;

/**
 * Makes a competition for friends, who enter with its code. @throws AppError `bad_request`,
 * `competition_limit_reached`
 */
export async function createCompetition(
  userId: string,
  body: CreateCompetitionBody,
): Promise<CompetitionDto> {
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const data = toRow(userId, body, { code, maxEntries: FRIENDS });
  await insertCompetition(data);
  return readCreated(data.id, userId);
}

/** Makes a public competition, which any trader may enter. @throws AppError `bad_request` */
export async function createPublicCompetition(
  act: Pick<AdminAct, "adminId" | "reason">,
  { maxEntries, ...body }: CreateCompetitionBody & { maxEntries: number },
): Promise<CompetitionDto> {
  const data = toRow(act.adminId, body, { code: null, maxEntries });
  await insertPublicCompetition(
    { ...act, action: "create-competition", target: `competition:${data.id}` },
    data,
  );
  return readCreated(data.id, act.adminId);
}

function toRow(
  ownerId: string,
  body: CreateCompetitionBody,
  more: { code: string | null; maxEntries: number },
) {
  const { startsAt, endsAt, entryUntil = startsAt, maxDrawdown, name, opening, symbols, minTrades } = body;
  const fault = findTimeFault(body, Date.now());
  if (fault !== null) throw new AppError("bad_request", fault.message, { field: fault.field });
  return {
    id: randomUUID(),
    ownerId,
    name,
    opening,
    symbols,
    minTrades,
    maxDrawdown: maxDrawdown === null ? null : Number(maxDrawdown) / HUNDRED,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    entryUntil: new Date(entryUntil),
    status: "ANNOUNCED",
    createdAt: new Date(),
    ...more,
  };
}

async function readCreated(id: string, userId: string): Promise<CompetitionDto> {
  const created = await findCompetition(id);
  if (created === null) throw new Error(`Competition ${id} was not stored.`);
  return toCompetitionDto(created, userId);
}
