"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Share2 } from "@/components/icons/later-icons";
import { Button } from "@/components/ui/button";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import type { ShareBody, SharedLine } from "@/lib/schemas/sharing/share";

/**
 * Creates a link to a picture of the user's fill or day and previews it, and takes it back again; the picture is all that is shared.
 */
export function ShareButton({ request, label }: { request: ShareBody; label: string }) {
  const t = useTranslations("common.share");
  const [state, setState] = useState<
    { id: string; link: string; isCopied: boolean } | { problem: string } | "busy" | null
  >(null);
  const fail = (error: unknown) => {
    if (!(error instanceof RequestError)) throw error;
    setState({ problem: error.message });
  };
  const make = async () => {
    setState("busy");
    try {
      const { id, path } = await send<SharedLine>("POST", "/api/shares", request);
      const link = new URL(path, window.location.origin).href;
      setState({ id, link, isCopied: await copy(link) });
    } catch (error) {
      fail(error);
    }
  };
  const takeBack = async (id: string) => {
    setState("busy");
    try {
      await send("DELETE", `/api/shares/${id}`);
      setState(null);
    } catch (error) {
      fail(error);
    }
  };
  if (state !== null && state !== "busy" && "link" in state) {
    return (
      <span role="status" className="inline-flex items-center gap-2 text-xs">
        <a href={state.link} target="_blank" rel="noreferrer" className="text-accent underline">
          {t("open")}
        </a>
        <span className="text-text-3">{t(state.isCopied ? "public" : "publicNotCopied")}</span>
        {(request.kind === "trade" || request.kind === "curve") && (
          <input
            readOnly
            aria-label={t("embed")}
            title={t("embed")}
            value={`<iframe src="${new URL(`/embed/${state.id}`, state.link).href}" width="600" height="340"></iframe>`}
            onFocus={(event) => event.currentTarget.select()}
            className="num w-40 rounded border border-line-strong bg-panel px-1.5 py-1"
          />
        )}
        <Button variant="outline" size="tight" onClick={() => void takeBack(state.id)}>
          {t("takeBack")}
        </Button>
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2 text-xs">
      <Button variant="outline" size="tight" disabled={state === "busy"} onClick={() => void make()}>
        <Share2 aria-hidden className="size-3.5" />
        {label}
      </Button>
      {state !== null && state !== "busy" && (
        <span role="alert" className="text-down">
          {state.problem}
        </span>
      )}
    </span>
  );
}

/** Whether the browser let the link onto the clipboard. */
async function copy(link: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false;
  }
}
