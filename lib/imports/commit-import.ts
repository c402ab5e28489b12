import "server-only";
import { createHash } from "node:crypto";
import { add, type Decimal, formatDecimal } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { encodeItem } from "@/lib/core/import/item-text";
import { isUniqueKey, keyOfItem } from "@/lib/core/import/key-of-item";
import { finishImport } from "@/lib/db/imports/change-imports";
import {
  abandonImport,
  beginImport,
  type ImportObstacle,
  type ImportRow,
  insertImportPart,
  type NewImportedRow,
  type NewReject,
} from "@/lib/db/imports/imports";
import { joinCells } from "@/lib/imports/join-cells";
import { readSurvey } from "@/lib/imports/read-survey";
import type { SurveyedUpload } from "@/lib/imports/survey-upload";
import { AppError } from "@/lib/schemas/api-error";
import { MAX_IMPORTED_ROWS, MAX_IMPORTS } from "@/lib/schemas/imports";

/** Rows that are written with one statement: as text less than V8 keeps apart as a large object, which outlives its use. */
const PART = 250;
const MAX_REJECTS = 100_000;
const MAX_COINS = 20;

/**
 * Reads a file into an import of its portfolio, part by part, and counts it once it is whole. What fails leaves
 * nothing.
 *
 * @throws AppError `import_running`, `import_limit_reached`, and those of reading
 */
export async function commitImport(
  upload: SurveyedUpload,
  about: Pick<ImportRow, "portfolioId" | "id" | "userId" | "fileName" | "bytes">,
): Promise<void> {
  const begun = await beginImport(
    { ...about, source: upload.plan.table.source.id, zone: upload.zoneName },
    { now: new Date(), rows: upload.survey.rows },
  );
  if (!begun.ok) throw rejectImport(begun.reason);
  const { row } = begun;
  try {
    const writer = new PartWriter(row, upload);
    await readSurvey(upload, (outcome, { cells }) => {
      if (outcome.kind === "item") return writer.addItem(outcome.item);
      if (outcome.kind === "fault") return writer.addReject({ ...outcome, text: joinCells(cells) });
      writer.figures.ignored += 1;
    });
    await writer.flush();
    await finishImport(row, { ...writer.figures, otherFees: writer.formatOtherFees() });
  } catch (error) {
    await abandonImport(row);
    throw error;
  }
}

function rejectImport(reason: ImportObstacle): AppError {
  if (reason === "running") {
    const message = "Another file of this account is being imported. Try again after it.";
    return new AppError("import_running", message);
  }
  const message = `An account may have ${MAX_IMPORTED_ROWS} rows in ${MAX_IMPORTS} imports, and this file would exceed it. Undo an import first.`;
  const limits = { maxRows: MAX_IMPORTED_ROWS, maxImports: MAX_IMPORTS };
  return new AppError("import_limit_reached", message, limits);
}

/** Collects what was read and writes it in parts. */
class PartWriter {
  readonly figures = { rows: 0, ignored: 0 };
  readonly #otherFees = new Map<string, Decimal>();
  #rows: NewImportedRow[] = [];
  #rejects: NewReject[] = [];
  #rejected = 0;

  constructor(
    private readonly row: ImportRow,
    private readonly upload: SurveyedUpload,
  ) {}

  addItem(item: ImportItem): Promise<void> | undefined {
    this.figures.rows += 1;
    const key = keyOfItem(item);
    const isForward = this.upload.plan.order === "oldest-first";
    this.#rows.push({
      line: item.line,
      symbol: item.symbol,
      at: new Date(item.atMs).toISOString(),
      position: isForward ? item.line : -item.line,
      key: createHash("sha256").update(key).digest("base64url").slice(0, 24),
      isUnique: isUniqueKey(key),
      body: encodeItem(item),
    });
    if (item.kind === "fill" && item.otherFee !== null) this.#addOtherFee(item.otherFee);
    return this.#rows.length >= PART ? this.flush() : undefined;
  }

  addReject({ line, code, text }: NewReject): Promise<void> | undefined {
    this.figures.rows += 1;
    this.#rejected += 1;
    if (this.#rejected <= MAX_REJECTS) this.#rejects.push({ line, code, text });
    return this.#rejects.length >= PART ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    const [rows, rejects] = [this.#rows, this.#rejects];
    this.#rows = [];
    this.#rejects = [];
    const share = this.figures.rows / Math.max(1, this.upload.survey.rows);
    const bytesRead = Math.floor(Math.min(1, share) * this.row.bytes);
    await insertImportPart(this.row, { rows, rejects, bytesRead });
  }

  formatOtherFees(): Record<string, string> {
    return Object.fromEntries([...this.#otherFees].map(([coin, amount]) => [coin, formatDecimal(amount)]));
  }

  #addOtherFee({ coin, amount }: { coin: string; amount: Decimal }): void {
    const known = this.#otherFees.get(coin);
    if (known !== undefined) this.#otherFees.set(coin, add(known, amount));
    else if (this.#otherFees.size < MAX_COINS) this.#otherFees.set(coin, amount);
  }
}
