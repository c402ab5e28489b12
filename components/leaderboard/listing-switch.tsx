"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/form/checkbox";
import { requestJson } from "@/lib/client/api/market-api";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Whether the user's name is on the leaderboard; applies from the next ranking on. */
export function ListingSwitch({ label, isListed }: { label: string; isListed: boolean }) {
  const [isOn, setOn] = useState(isListed);
  const { error, submit } = useSubmit();
  const change = (next: boolean) =>
    submit(async () => {
      await requestJson("/api/leaderboard/me", {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ isListed: next }),
      });
      setOn(next);
    });
  return (
    <div className="flex items-center gap-2 text-xs">
      <Checkbox isOn={isOn} onChange={(next) => void change(next)}>
        {label}
      </Checkbox>
      {error && <span role="alert">{error.message}</span>}
    </div>
  );
}
