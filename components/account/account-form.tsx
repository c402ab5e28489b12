"use client";

import { type ReactNode, useSyncExternalStore } from "react";

/**
 * A form that hands over what was typed. Until its page is awake it can't be sent: the browser would send it by
 * itself then, and never in the address, since there are passwords in it.
 */
export function AccountForm(props: { onSubmit: (data: FormData) => Promise<void>; children: ReactNode }) {
  const isAwake = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void props.onSubmit(new FormData(event.currentTarget));
      }}
    >
      <fieldset disabled={!isAwake} className="flex min-w-0 flex-col gap-4">
        {props.children}
      </fieldset>
    </form>
  );
}
