/** A failure that the user can fix: its message is the one sentence that is shown. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
}
