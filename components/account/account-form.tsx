"use client";

import type { ReactNode } from "react";
import { useHydrated } from "@/lib/client/use-hydrated";

/**
 * A form that passes its fields to a handler. It can't be submitted before hydration: the browser's own
 * submit is disabled, and would never put the fields into the URL, since they contain passwords.
 */
export function AccountForm(props: { onSubmit: (data: FormData) => Promise<void>; children: ReactNode }) {
  const isHydrated = useHydrated();
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onSubmit(new FormData(event.currentTarget));
      }}
    >
      <fieldset disabled={!isHydrated} className="flex min-w-0 flex-col gap-4">
        {props.children}
      </fieldset>
    </form>
  );
}
