import "server-only";
import { type Readable, Transform } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { AppError } from "@/lib/schemas/api-error";

/** What may be unpacked from one archive, in bytes: a small file can contain terabytes of zeros. */
export const MAX_UNPACKED_BYTES = 256 * 1_024 * 1_024;
const MAX_ENTRIES = 2_000;

/** A ZIP file whose entries are read one at a time and counted. */
export class ZipArchive {
  private constructor(
    private readonly file: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws AppError `import_unreadable`, `import_unpacks_too_large` */
  static async open(path: string): Promise<ZipArchive> {
    try {
      const file = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
      try {
        return new ZipArchive(file, await listEntries(file));
      } catch (error) {
        file.close();
        throw error;
      }
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError("import_unreadable", "The file is a damaged ZIP archive or spreadsheet.");
    }
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** The unpacked bytes of an entry; the stream fails once they are more than allowed. */
  async read(name: string): Promise<Readable> {
    const entry = this.entries.get(name);
    if (entry === undefined || entry.isEncrypted() || !entry.canDecodeFileData()) {
      throw new AppError("import_unreadable", "The archive is encrypted, or packed in an unknown way.");
    }
    const packed = await this.file.openReadStreamPromise(entry);
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done(bytes > MAX_UNPACKED_BYTES ? tooLarge() : null, chunk);
      },
    });
    packed.on("error", () =>
      counted.destroy(
        new AppError("import_unreadable", "The archive is damaged: its content can't be unpacked."),
      ),
    );
    return packed.pipe(counted);
  }

  close(): void {
    this.file.close();
  }
}

/** Reads the directory by events: an entry is asked for once the one before it is known. */
function listEntries(file: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let declared = 0;
  return new Promise((resolve, reject) => {
    file.on("error", reject);
    file.on("end", () => resolve(entries));
    file.on("entry", (entry: Entry) => {
      declared += entry.uncompressedSize;
      if (entries.size >= MAX_ENTRIES || declared > MAX_UNPACKED_BYTES) {
        reject(tooLarge());
        return;
      }
      if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, entry);
      file.readEntry();
    });
    file.readEntry();
  });
}

function tooLarge(): AppError {
  const mb = MAX_UNPACKED_BYTES / 1_024 / 1_024;
  return new AppError(
    "import_unpacks_too_large",
    `The archive unpacks to more than ${mb} MB, or has more than ${MAX_ENTRIES} files.`,
  );
}
