import { createPersisted } from "@/lib/client/persisted";
import { SOUND_EVENTS, type SoundEvent } from "@/lib/client/sounds";

/** The events that show no toast in this browser; the list of notifications has them all. */
export const hiddenToasts = createPersisted<readonly SoundEvent[]>({
  key: "tz:hidden-toasts",
  initial: [],
  parse: (stored) => {
    const hidden: readonly unknown[] = Array.isArray(stored) ? stored : [];
    return SOUND_EVENTS.filter((event) => hidden.includes(event));
  },
});

export function hasToast(event: SoundEvent): boolean {
  return !hiddenToasts.read().includes(event);
}

/** Sets whether an event shows a toast. */
export function setToast(event: SoundEvent, isShown: boolean): void {
  const others = hiddenToasts.read().filter((one) => one !== event);
  hiddenToasts.write(isShown ? others : [...others, event]);
}
