import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { createId } from "@/lib/client/api/create-id";
import { explainError } from "@/lib/client/api/explain-error";
import { getJson, RequestError } from "@/lib/client/api/market-api";
import { postImport } from "@/lib/client/api/post-import";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import { STANDARD_OPENING } from "@/lib/core/opening";
import type { ImportChoices, ImportDetail, ImportDto, ImportPreview } from "@/lib/schemas/imports";

const POLL_MS = 700;

/** The import of one file: `choose` reads its preview, `change` reads it again with other choices, `commit` imports it. */
export function useImport() {
  const locale = useLocale();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [choices, setChoices] = useState<ImportChoices>({});
  const [capital, setCapital] = useState(STANDARD_OPENING);
  const [result, setResult] = useState<ImportDto | null>(null);
  const { progress, setProgress, problem, run } = useTurns();
  const newest = useRef(0);

  // The account takes one file at a time: what is chosen meanwhile waits, and only the newest choice is sent.
  const look = (next: File, chosen: ImportChoices) => {
    newest.current += 1;
    const own = newest.current;
    return run(async () => {
      if (own !== newest.current) return;
      const query = { mode: "preview", fileName: next.name, ...chosen } as const;
      setPreview(await postImport<ImportPreview>(next, query, setProgress));
    });
  };

  const choose = (next: File | undefined) => {
    if (next === undefined) return;
    setFile(next);
    setResult(null);
    setPreview(null);
    setChoices({});
    void look(next, {});
  };

  const change = (next: ImportChoices) => {
    setChoices(next);
    if (file !== null) void look(file, next);
  };

  const commit = () => {
    if (file === null) return;
    void run(async () => {
      const id = createId();
      const plain = readLocalNumber(capital, locale);
      const query = { mode: "commit", fileName: file.name, id, capital: plain, ...choices } as const;
      // Half of the bar is the upload, half the reading on the server.
      const stop = followReading(id, (fraction) => setProgress(0.5 + fraction / 2));
      try {
        setResult(await postImport<ImportDto>(file, query, (sent) => setProgress(sent / 2)));
      } finally {
        stop();
      }
      setFile(null);
      setPreview(null);
      router.refresh();
    });
  };

  return { file, preview, choices, capital, setCapital, progress, problem, result, choose, change, commit };
}

/** Actions one after the other, how far the running one is (0 to 1, null while there is none), and what went wrong. */
function useTurns() {
  const tError = useTranslations("common.error");
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const turn = useRef<Promise<void>>(Promise.resolve());

  const perform = async (action: () => Promise<void>) => {
    setProblem(null);
    setProgress(0);
    try {
      await action();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(explainError(error, tError));
    } finally {
      setProgress(null);
    }
  };

  const run = (action: () => Promise<void>) => {
    const done = turn.current.then(() => perform(action));
    turn.current = done.catch(() => {});
    return done;
  };

  return { progress, setProgress, problem, run };
}

/** Asks how far the reading is until it is stopped. An import that is not there yet is asked for again. */
function followReading(id: string, onProgress: (fraction: number) => void): () => void {
  const timer = setInterval(() => {
    getJson<ImportDetail>(`/api/imports/${id}`).then(
      ({ progress }) => onProgress(progress),
      () => {},
    );
  }, POLL_MS);
  return () => clearInterval(timer);
}
