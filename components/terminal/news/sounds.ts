import type { EventText } from "@/components/terminal/news/format-event";
import { createPersisted } from "@/lib/client/persisted";

/** Whether events play sounds; off by default. */
export const soundChoice = createPersisted<boolean>({
  key: "tz:sounds",
  initial: false,
  parse: (stored) => stored === true,
});

/** Hz; different for good and bad events. */
const TONES = { plain: 520, good: 660, bad: 240, warn: 380 } as const satisfies Record<
  EventText["tone"],
  number
>;
const LENGTH_S = 0.09;

let context: AudioContext | undefined;

/** A short, quiet tone. */
export function playSound(tone: EventText["tone"]): void {
  context ??= new AudioContext();
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.frequency.value = TONES[tone];
  volume.gain.setValueAtTime(0.06, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + LENGTH_S);
  source.connect(volume).connect(context.destination);
  source.start();
  source.stop(context.currentTime + LENGTH_S);
}
