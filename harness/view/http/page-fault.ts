/** A page that cannot be shown: what is wrong, and what the reader can do. The server makes the page. */
export class PageFault extends Error {
  override readonly name = 'PageFault';
  readonly status: 400 | 403 | 404 | 405 | 413 | 415 | 421;
  readonly hint: string;

  constructor(status: PageFault['status'], message: string, hint: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}
