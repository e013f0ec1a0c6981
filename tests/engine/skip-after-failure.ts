/**
 * For a suite whose tests start from what the test before left: when one fails, the later ones are skipped, and the closing
 * output names them. Mocha's own `bail` drops them without a word, and with parallel workers it ends the other files too.
 */
export function skipAfterFailure(): void {
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === "failed";
  });
}
