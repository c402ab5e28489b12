import { createPersisted } from "@/lib/client/persisted";

/** What has a sound of its own. */
export const SOUND_EVENTS = ["fill", "order", "rejected", "danger", "alert", "connection"] as const;
export type SoundEvent = (typeof SOUND_EVENTS)[number];

/** Volume 0 to 1, and the events that are silent. */
export type SoundSettings = { volume: number; muted: readonly SoundEvent[] };

/** Whether events play sounds; off by default. */
export const soundChoice = createPersisted<boolean>({
  key: "tz:sounds",
  initial: false,
  parse: (stored) => stored === true,
});

/** How loud sounds are, and which events have none. */
export const soundSettings = createPersisted<SoundSettings>({
  key: "tz:sound-settings",
  initial: { volume: 0.5, muted: [] },
  parse: parseSoundSettings,
});

/** Valid settings of what is stored, which may be of another version or edited by the user. */
export function parseSoundSettings(stored: unknown): SoundSettings {
  const { volume, muted } = (typeof stored === "object" && stored !== null ? stored : {}) as Record<
    string,
    unknown
  >;
  const isVolume = typeof volume === "number" && volume >= 0 && volume <= 1;
  const silent = Array.isArray(muted) ? muted : [];
  return { volume: isVolume ? volume : 0.5, muted: SOUND_EVENTS.filter((event) => silent.includes(event)) };
}

/** Notes of each event, Hz. */
const NOTES = {
  fill: [660, 880],
  order: [520],
  rejected: [240],
  danger: [380, 240, 380],
  alert: [880, 880],
  connection: [300],
} as const satisfies Record<SoundEvent, readonly number[]>;
const NOTE_S = 0.09;
/** Gain at full volume. */
const LOUDEST = 0.24;

let context: AudioContext | undefined;

/** Plays the sound of an event, if sounds are on and the event is not silent. */
export function playSound(event: SoundEvent): void {
  if (soundChoice.read() && !soundSettings.read().muted.includes(event)) testSound(event);
}

/** Plays the sound of an event at the chosen volume, whatever else is chosen. */
export function testSound(event: SoundEvent): void {
  // Volume is heard by its square.
  const gain = LOUDEST * soundSettings.read().volume ** 2;
  if (gain === 0) return;
  context ??= new AudioContext();
  for (const [index, frequency] of NOTES[event].entries()) {
    playNote(context, { frequency, gain, startS: context.currentTime + index * NOTE_S });
  }
}

function playNote(audio: AudioContext, note: { frequency: number; gain: number; startS: number }): void {
  const { frequency, gain, startS } = note;
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = frequency;
  volume.gain.setValueAtTime(gain, startS);
  volume.gain.exponentialRampToValueAtTime(0.0001, startS + NOTE_S);
  source.connect(volume).connect(audio.destination);
  source.start(startS);
  source.stop(startS + NOTE_S);
}
