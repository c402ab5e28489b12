"use client";

import { useState } from "react";
import { SettingsSection } from "@/components/account/settings-section";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatAgent } from "@/lib/client/format-agent";
import type { SessionLineDto } from "@/lib/schemas/account";

/** Lists the user's sessions and ends them. */
export function SessionSettings(props: { sessions: SessionLineDto[] | null }) {
  const { isBusy, error, submit } = useSubmit();
  const [sessions, setSessions] = useState(props.sessions ?? []);
  const end = (handle: string) =>
    submit(async () => {
      await send("DELETE", `/api/account/sessions/${handle}`);
      setSessions((all) => all.filter((one) => one.handle !== handle));
    });
  const endAll = () =>
    submit(async () => {
      await send("DELETE", "/api/account/sessions");
      window.location.assign("/login?notice=signed-out");
    });
  return (
    <SettingsSection title="Sessions" text="A session that is not used for seven days ends by itself.">
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.sessions && <Notice tone="warn">Your sessions can’t be read at the moment.</Notice>}
      <ul className="flex flex-col divide-y">
        {sessions.map((session) => (
          <li key={session.handle} className="flex items-center gap-3 py-2 first:pt-0">
            <div className="min-w-0 flex-1">
              <p className="truncate text-[13px]">
                {formatAgent(session.userAgent)}
                {session.isCurrent && <span className="text-accent"> · this one</span>}
              </p>
              <p className="num text-text-3 text-xs">
                {session.address} · since {session.createdAt.slice(0, 16).replace("T", " ")} UTC
              </p>
            </div>
            {!session.isCurrent && (
              <Button variant="outline" disabled={isBusy} onClick={() => end(session.handle)}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button variant="outline" size="md" className="self-start" disabled={isBusy} onClick={endAll}>
        Sign out everywhere
      </Button>
    </SettingsSection>
  );
}
