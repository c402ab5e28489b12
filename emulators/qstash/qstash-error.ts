/** A request that the service rejects, with the status of its response. */
export class QstashError extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 405 | 412 | 503,
    message: string,
  ) {
    super(message);
  }
}
