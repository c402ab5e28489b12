import "server-only";
import type { Command } from "@/lib/core/engine/commands";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type CommandResult, executeCommand } from "@/lib/db/portfolio/execute-command";
import { traced } from "@/lib/infra/telemetry/trace";
import { buildContext } from "@/lib/market/reference/build-context";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { announcePortfolio } from "@/lib/notify/portfolio-channel";

/** Who sends a command: `ownerId` must own the portfolio; a program's orders are marked as such. */
export type Sender = { ownerId: string; isByProgram?: boolean };

type Needed = readonly string[] | "open" | "all";

/**
 * Sends a command through the command handler with the current market, and publishes the resulting events to
 * the portfolio's viewers. `symbols` are those that need a new market; "open" means all symbols with a
 * position, "all" those and all with waiting orders. `ownerId` is left out for the system's own commands
 * only.
 */
export async function commandPortfolio(
  portfolioId: string,
  command: Command | readonly Command[],
  symbols: Needed,
  sender: Partial<Sender> = {},
): Promise<CommandResult> {
  const [first] = Array.isArray(command) ? (command as readonly Command[]) : [command as Command];
  // Symbols of a trader's new orders must be followed before the commit, so that no price is missed.
  const { ownerId, isByProgram = false } = sender;
  if (ownerId !== undefined && typeof symbols !== "string") await followSymbols(symbols);
  const attributes = { "command.type": first?.type ?? "none", "portfolio.id": portfolioId };
  const result = await traced("portfolio.command", { attributes }, () =>
    executeCommand(
      portfolioId,
      command,
      async (state) => {
        const context = await buildContext(listNeeded(state, symbols));
        return isByProgram ? { ...context, isByProgram } : context;
      },
      { ownerId },
    ),
  );
  if (!(result.ok && result.isReplayed) && result.events.length > 0) {
    // A queued order is executed right away; both changes are published together.
    const isMoreComing = result.state.orders.some(({ status }) => status === "QUEUED");
    announcePortfolio(portfolioId, result.state.seq, { isMoreComing });
  }
  return result;
}

/** Challenge rules and cross margin depend on all positions, whatever the command changes. */
function listNeeded(state: PortfolioState, symbols: Needed): readonly string[] {
  const isNamed = typeof symbols !== "string";
  if (isNamed && state.challenge === null && state.marginMode === "isolated") return symbols;
  const waiting = symbols === "all" ? [...state.orders, ...state.deferred] : [];
  const used = [...state.positions, ...waiting].flatMap(({ symbol }) => symbol ?? []);
  return [...new Set([...(isNamed ? symbols : []), ...used])];
}
