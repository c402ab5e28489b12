import "server-only";
import type { Command } from "@/lib/core/engine/commands";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type CommandResult, runCommand } from "@/lib/db/portfolio/run-command";
import { traced } from "@/lib/infra/telemetry/trace";
import { buildContext } from "@/lib/market/reference/build-context";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { announcePortfolio } from "@/lib/notify/portfolio-channel";

type Needed = readonly string[] | "held" | "all";

/**
 * Sends a command through the command handler with the market of the moment, and tells the portfolio's viewers what it led
 * to. `symbols` are those whose market must be new, "held" for all that is held, "all" for that and all that waits;
 * `ownerId` is left out for the system's own commands only.
 */
export async function commandPortfolio(
  portfolioId: string,
  command: Command | readonly Command[],
  symbols: Needed,
  options: { ownerId?: string } = {},
): Promise<CommandResult> {
  const [first] = Array.isArray(command) ? (command as readonly Command[]) : [command as Command];
  // What a trader's command leaves waiting must be followed before it is committed: no price is missed then.
  if (options.ownerId !== undefined && typeof symbols !== "string") await followSymbols(symbols);
  const attributes = { "command.type": first?.type ?? "none", "portfolio.id": portfolioId };
  const result = await traced("portfolio.command", { attributes }, () =>
    runCommand(portfolioId, command, (state) => buildContext(listNeeded(state, symbols)), options),
  );
  if (!(result.ok && result.isRepeat) && result.events.length > 0) {
    // A queued order is executed right away, which is told in the same breath.
    const isMoreComing = result.state.orders.some(({ status }) => status === "QUEUED");
    announcePortfolio(portfolioId, result.state.seq, { isMoreComing });
  }
  return result;
}

/** The rules of a challenge and cross margin look at all that is held, whatever the command is about. */
function listNeeded(state: PortfolioState, symbols: Needed): readonly string[] {
  const isNamed = typeof symbols !== "string";
  if (isNamed && state.prop === null && state.marginMode === "isolated") return symbols;
  const waiting = symbols === "all" ? [...state.orders, ...state.deferred] : [];
  const held = [...state.positions, ...waiting].flatMap(({ symbol }) => symbol ?? []);
  return [...new Set([...(isNamed ? symbols : []), ...held])];
}
