import "server-only";
import { proveLog } from "@/lib/challenge/proof/prove-log";
import { formatRounded, parseDecimal } from "@/lib/core/decimal";
import { findCertificate } from "@/lib/db/proof/certificates";
import type { CertificateDto } from "@/lib/schemas/sharing/certificate";

type PinnedPlan = { version?: number; summary?: string; phases?: { name?: string }[] };

/** A passed challenge as shown publicly, recomputed from its logs; null if there is none. */
export async function readCertificate(id: string): Promise<CertificateDto | null> {
  const found = await findCertificate(id);
  if (found === null) return null;
  const plan = found.plan as PinnedPlan;
  const { user, startedAt, endedAt } = found;
  const phases = found.phases.map(async (phase) => ({
    phase: phase.phase,
    name: plan.phases?.[phase.phase - 1]?.name ?? `Phase ${phase.phase}`,
    startedAt: phase.startedAt.toISOString(),
    endedAt: (phase.endedAt ?? phase.startedAt).toISOString(),
    opening: formatRounded(parseDecimal(phase.opening.toFixed())),
    balance: formatRounded(parseDecimal(phase.balance.toFixed())),
    return: phase.balance.div(phase.opening).minus(1).toDecimalPlaces(8).toNumber(),
    trades: phase.trades,
    wins: phase.wins,
    byPrograms: phase.orders === 0 ? 0 : phase.programOrders / phase.orders,
    headHash: phase.headHash,
    events: phase.seq,
    anchoredOn: phase.anchoredOn,
    fault: await proveLog(phase.portfolioId, phase.headHash),
  }));
  return {
    id,
    trader: user.isListed ? { id: user.id, name: user.displayName } : null,
    planId: found.planId,
    planName: found.planName,
    planVersion: plan.version ?? 1,
    summary: plan.summary ?? "",
    startedAt: startedAt.toISOString(),
    endedAt: (endedAt ?? startedAt).toISOString(),
    phases: await Promise.all(phases),
  };
}
