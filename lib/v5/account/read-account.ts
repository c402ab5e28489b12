import "server-only";
import { z } from "zod";
import { formatRounded } from "@/lib/core/decimal";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { MARGIN_MODES, type MarginMode } from "@/lib/core/engine/state/state";
import { buildContext } from "@/lib/market/reference/build-context";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { toWireWallet } from "@/lib/v5/account/to-wire-wallet";
import { type Call, loadState, senderOf } from "@/lib/v5/call";
import { optional, symbol, text } from "@/lib/v5/wire/fields";
import { V5Error } from "@/lib/v5/wire/v5-error";

const DAY_MS = 86_400_000;
/** What the wire calls the margin modes. */
const MODE_NAMES = { isolated: "ISOLATED_MARGIN", cross: "REGULAR_MARGIN" } as const satisfies Record<
  MarginMode,
  string
>;

export const walletSchema = z.object({ accountType: optional(text), coin: optional(text) });
export const feeRateSchema = z.object({ symbol: optional(symbol), baseCoin: optional(text) });
export const setMarginModeSchema = z.object({ setMarginMode: text });

/** `GET /v5/account/wallet-balance`. USDT is there at zero as well; another coin gives no coins. */
export async function readWallet(call: Call, input: z.output<typeof walletSchema>): Promise<object> {
  const wallet = await valueWallet(call);
  const coins = input.coin?.split(",");
  const coin = wallet.coin.filter((one) => coins === undefined || coins.includes(one.coin));
  return { list: [{ ...wallet, coin }] };
}

/** `GET /v5/account/withdrawal`: the free margin, which is what an account may use. */
export async function readWithdrawal(call: Call): Promise<object> {
  const free = (await valueWallet(call)).totalAvailableBalance;
  return { availableWithdrawal: free, availableWithdrawalMap: { USDT: free } };
}

async function valueWallet(call: Call) {
  const state = await loadState(call);
  const symbols = [...state.positions, ...state.orders].map((one) => one.symbol);
  return toWireWallet(state, await buildContext([...new Set(symbols)]));
}

/** `GET /v5/account/info`: a unified account in the portfolio's margin mode. */
export async function readAccountInfo(call: Call): Promise<object> {
  const state = await loadState(call);
  return {
    unifiedMarginStatus: 6,
    marginMode: MODE_NAMES[state.marginMode],
    isMasterTrader: false,
    spotHedgingStatus: "OFF",
    updatedTime: String(call.key.createdAt.getTime()),
    dcpStatus: call.key.disconnectSeconds === null ? "OFF" : "ON",
    timeWindow: call.key.disconnectSeconds ?? 0,
    smpGroup: 0,
  };
}

/** `POST /v5/account/set-margin-mode`. @throws V5Error 3400045 with the reason, while a position or order is open */
export async function setMarginMode(
  call: Call,
  input: z.output<typeof setMarginModeSchema>,
): Promise<object> {
  const marginMode = MARGIN_MODES.find((mode) => MODE_NAMES[mode] === input.setMarginMode);
  if (marginMode === undefined) throw failMarginMode(`${input.setMarginMode} is not offered here.`);
  const command = { type: "set-margin-mode", marginMode } as const;
  const result = await commandPortfolio(call.portfolioId, command, [], senderOf(call));
  if (!result.ok) throw failMarginMode(REJECT_SENTENCES[result.reason]);
  return { reasons: [] };
}

function failMarginMode(reasonMsg: string): V5Error {
  const reasons = [{ reasonCode: "3400045", reasonMsg }];
  return new V5Error(3400045, "Set margin mode failed", { reasons });
}

/** `GET /v5/account/fee-rate`: of one symbol, or of all. */
export async function readFeeRates(_call: Call, input: z.output<typeof feeRateSchema>): Promise<object> {
  const { instruments } = await buildContext([]);
  const wanted = [...instruments.values()].filter(({ symbol: of, status }) =>
    input.symbol === undefined ? status === "trading" : of === input.symbol,
  );
  const list = wanted.map((one) => ({
    symbol: one.symbol,
    makerFeeRate: formatRounded(one.makerRate),
    takerFeeRate: formatRounded(one.takerRate),
  }));
  return { list };
}

/** `GET /v5/user/query-api`: the rights of the key that asks. */
export async function readKeyInfo({ key, nowMs }: Call): Promise<object> {
  const { canTrade, ips, expiresAt, createdAt } = key;
  return {
    id: key.key,
    note: key.name,
    apiKey: key.key,
    readOnly: canTrade ? 0 : 1,
    secret: "",
    permissions: {
      ContractTrade: ["Order", "Position"],
      Spot: [],
      Wallet: [],
      Options: [],
      Derivatives: ["DerivativesTrade"],
      CopyTrading: [],
      BlockTrade: [],
      Exchange: [],
      NFT: [],
      Affiliate: [],
      Earn: [],
    },
    ips: ips.length > 0 ? ips : ["*"],
    type: 1,
    deadlineDay: expiresAt === null ? 0 : Math.max(0, Math.ceil((expiresAt.getTime() - nowMs) / DAY_MS)),
    expiredAt: (expiresAt ?? new Date(0)).toISOString(),
    createdAt: createdAt.toISOString(),
    unified: 0,
    uta: 1,
    userID: 0,
    inviterID: 0,
    vipLevel: "No VIP",
    mktMakerLevel: "0",
    affiliateID: 0,
    rsaPublicKey: key.publicKey ?? "",
    isMaster: true,
    parentUid: "0",
    kycLevel: "LEVEL_DEFAULT",
    kycRegion: "",
  };
}
