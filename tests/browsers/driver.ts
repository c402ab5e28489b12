/** One page of a browser, as far as the tests of other browsers need it. */
export type Driver = {
  open: (url: string) => Promise<void>;
  /** The value of an expression in the page. */
  evaluate: <T>(expression: string) => Promise<T>;
  type: (selector: string, text: string) => Promise<void>;
  click: (selector: string) => Promise<void>;
  close: () => Promise<void>;
};
