/** What the offer of the data saver depends on. */
type Line = {
  isSlow: boolean;
  /** The trader has switched the data saver on or off by hand. */
  isChosen: boolean;
  isSaving: boolean;
};

/** Offers the data saver once in the life of a page, and never to a trader who has decided already. */
export class SaverOffer {
  #isMade = false;

  /** Whether to offer it now. Says so once. */
  take({ isSlow, isChosen, isSaving }: Line): boolean {
    if (!isSlow || this.#isMade || isChosen || isSaving) return false;
    this.#isMade = true;
    return true;
  }
}
