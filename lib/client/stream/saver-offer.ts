/** Inputs of the offer of the data saver. */
type Line = {
  isSlow: boolean;
  /** The trader has switched the data saver on or off by hand. */
  isChosen: boolean;
  isSaving: boolean;
};

/** Offers the data saver once in the life of a page, and never to a user who has chosen already. */
export class SaverOffer {
  #isMade = false;

  /** Whether to offer it now. Returns true once. */
  shouldOffer({ isSlow, isChosen, isSaving }: Line): boolean {
    if (!isSlow || this.#isMade || isChosen || isSaving) return false;
    this.#isMade = true;
    return true;
  }
}
