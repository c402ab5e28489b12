import "server-only";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { formatWallTime, nameDay } from "@/lib/core/time-zone";
import { PAGE, type PdfColor, PdfDocument } from "@/lib/infra/pdf/pdf-document";
import { drawCurve } from "@/lib/journal/report/draw-curve";
import { drawTable, type ReportTable } from "@/lib/journal/report/draw-table";
import type { FigureDto, JournalEntryDto, JournalMetricsDto } from "@/lib/schemas/journal-responses";
import type { LocaleTag } from "@/lib/schemas/locale";

const GREY: PdfColor = [0.4, 0.44, 0.5];
/** Distance from the edges of a page, in points. */
const MARGIN = 42;
/** Where the figures begin on the first page. */
const FIGURES_TOP = 128;
/** Trades that are listed; the figures are of all. */
const MAX_LISTED = 500;
/** Rows of a table by market or day. */
const MAX_ROWS = 400;

const SIGNED = ["expectancy", "averageWin"] as const;
/** Sizes and ratios; a loss is a size. */
const PLAIN = ["averageLoss", "profitFactor", "payoff", "averageR", "sqn"] as const;

/** Figures that have a name in the catalogue. */
type Named =
  | "net"
  | "winRate"
  | "fees"
  | "funding"
  | "maxDrawdownClosed"
  | (typeof SIGNED | typeof PLAIN)[number];

/** The text of a report and its formats, both of one language. */
type Texts = { t: Translate<"journal">; formats: Formats };

/** What a report is made from: all trades of a period, newest first, and their figures. */
export type ReportInput = {
  metrics: JournalMetricsDto;
  entries: readonly JournalEntryDto[];
  /** Days of the period in the zone of the figures; null where it is open. */
  from: string | null;
  to: string | null;
  nowMs: number;
};

/** The report of a period as PDF: figures, curve, days, markets and trades. */
export function composeReport(
  input: ReportInput,
  t: Translate<"journal">,
  locale: LocaleTag,
): Uint8Array<ArrayBuffer> {
  const formats = formatsOf(locale);
  const { metrics, entries, from, to, nowMs } = input;
  const pdf = new PdfDocument();
  pdf.addPage();
  const title = t("report.title");
  pdf.text(MARGIN, 58, title, { font: "bold", size: 18 });
  const period = t("page.period", {
    from: from === null ? "none" : formats.day(from),
    to: to === null ? "none" : formats.day(to),
    zone: metrics.zone,
  });
  pdf.text(MARGIN, 76, period, { color: GREY });
  const made = t("report.made", {
    time: formats.day(formatWallTime(nowMs, metrics.zone)),
    zone: metrics.zone,
  });
  pdf.text(MARGIN, 89, made, { color: GREY });
  pdf.text(MARGIN, 102, t("report.money"), { color: GREY });
  let y = drawFigures(pdf, metrics, { t, formats });
  y = drawCurve(pdf, {
    y: y + 14,
    title: t("page.closedCurve"),
    formats,
    values: metrics.curve.map(({ net }) => Number(net)),
  });
  const tables = [
    listDays(entries, metrics.zone, { t, formats }),
    listMarkets(metrics, { t, formats }),
    listTrades(entries, { t, formats }),
  ];
  for (const table of tables) y = drawTable(pdf, table, y + 24);
  if (entries.length > MAX_LISTED) {
    const left = { listed: String(MAX_LISTED), all: String(entries.length) };
    pdf.text(MARGIN, y + 14, t("report.more", left), { color: GREY });
  }
  pdf.onEachPage((page, pages) => {
    const note = t("report.page", { page: String(page), pages: String(pages) });
    pdf.text(MARGIN, PAGE.height - 24, note, { size: 8, color: GREY });
  });
  return pdf.toBytes(`${title}, ${period}`);
}

/** The figures in three columns. @returns where they end */
function drawFigures(pdf: PdfDocument, metrics: JournalMetricsDto, { t, formats }: Texts): number {
  const { figures, wins, losses, breakEvens, maxDrawdown } = metrics;
  const name = (key: Named) => t(`figures.names.${key}`);
  const money = (value: string) => ({ value, why: null });
  const cells: [string, string][] = [
    [name("net"), show(money(metrics.net), formats.signed, t)],
    [t("report.trades"), t("report.tradesOf", { wins, losses, breakEvens })],
    [name("winRate"), show(figures.winRate, (value) => formats.share(value, 1), t)],
    ...SIGNED.map((key): [string, string] => [name(key), show(figures[key], formats.signed, t)]),
    ...PLAIN.map((key): [string, string] => [
      name(key),
      show(figures[key], (value) => formats.fixed(value, 2), t),
    ]),
    [name("maxDrawdownClosed"), formats.fixed(maxDrawdown.amount, 2)],
    [name("fees"), formats.fixed(metrics.fees, 2)],
    [name("funding"), formats.fixed(metrics.funding, 2)],
  ];
  const width = (PAGE.width - 2 * MARGIN) / 3;
  for (const [index, [label, value]] of cells.entries()) {
    const [x, y] = [MARGIN + (index % 3) * width, FIGURES_TOP + Math.floor(index / 3) * 30];
    pdf.text(x, y, label, { size: 8, color: GREY });
    // A character of this font is 0.6 of its size wide.
    const size = Math.min(10, (width - 8) / (0.6 * value.length));
    pdf.text(x, y + 12, value, { font: "mono", size });
  }
  return FIGURES_TOP + Math.ceil(cells.length / 3) * 30;
}

function show(
  figure: FigureDto | undefined,
  format: (value: string) => string,
  t: Translate<"journal">,
): string {
  if (figure?.value != null) return format(figure.value);
  const key = `figures.why.${figure?.why}` as "figures.why.unknown";
  return t(t.has(key) ? key : "figures.why.unknown");
}

function listDays(entries: readonly JournalEntryDto[], zone: string, { t, formats }: Texts): ReportTable {
  const days = new Map<string, { net: number; count: number }>();
  for (const { closedAt, net } of entries) {
    const day = nameDay(Date.parse(closedAt), zone);
    const known = days.get(day) ?? { net: 0, count: 0 };
    days.set(day, { net: known.net + Number(net), count: known.count + 1 });
  }
  const rows = [...days].map(([day, { net, count }]) => [
    formats.day(day),
    String(count),
    formats.signed(String(net)),
  ]);
  return {
    title: t("report.days"),
    columns: [
      { name: t("report.day"), width: 120 },
      { name: t("report.trades"), width: 80, isNumber: true },
      { name: t("figures.names.net"), width: 120, isNumber: true },
    ],
    rows: rows.slice(0, MAX_ROWS),
  };
}

function listMarkets({ breakdowns }: JournalMetricsDto, { t, formats }: Texts): ReportTable {
  const rows = (breakdowns.symbol ?? []).map(({ name, count, net, winRate, expectancy }) => [
    name,
    String(count),
    formats.signed(net),
    show(winRate, (value) => formats.share(value, 1), t),
    formats.signed(expectancy),
  ]);
  return {
    title: t("report.markets"),
    columns: [
      { name: t("report.market"), width: 120 },
      { name: t("report.trades"), width: 70, isNumber: true },
      { name: t("figures.names.net"), width: 110, isNumber: true },
      { name: t("figures.names.winRate"), width: 90, isNumber: true },
      { name: t("figures.names.expectancy"), width: 110, isNumber: true },
    ],
    rows: rows.slice(0, MAX_ROWS),
  };
}

function listTrades(entries: readonly JournalEntryDto[], { t, formats }: Texts): ReportTable {
  const rows = entries
    .slice(0, MAX_LISTED)
    .map((entry) => [
      formats.minute(Date.parse(entry.closedAt)),
      `${entry.symbol} ${t(`form.sides.${entry.side}`)}`,
      formats.exact(entry.qty),
      formats.exact(entry.entryPrice),
      formats.exact(entry.exitPrice),
      entry.r.value === null ? "–" : formats.fixed(entry.r.value, 2),
      formats.signed(entry.net),
    ]);
  return {
    title: t("report.trades"),
    columns: [
      { name: t("report.closed"), width: 92 },
      { name: t("report.market"), width: 104 },
      { name: t("report.quantity"), width: 66, isNumber: true },
      { name: t("report.entry"), width: 70, isNumber: true },
      { name: t("report.exit"), width: 70, isNumber: true },
      { name: t("report.r"), width: 40, isNumber: true },
      { name: t("figures.names.net"), width: 69, isNumber: true },
    ],
    rows,
  };
}
