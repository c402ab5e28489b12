/** A failure that a person can do something about: its message is the one sentence that is shown. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
}
