import assert from "node:assert/strict";
import { whatToDo } from "../../../../cli/display/what-to-do";

const THEN = ", then run mlplatform up again: it continues from here.";

describe("what to do about a run that failed", () => {
  const errors: [what: string, errors: string[], advice: string][] = [
    ["anything", ["the field is immutable"], "Fix this"],
    [
      "a throttled request to AWS",
      ["x", "api error ThrottlingException: Rate exceeded"],
      "Too many requests were sent. Wait some minutes",
    ],
    [
      "a throttled request to Google",
      ["googleapi: Error 429: Quota exceeded, RESOURCE_EXHAUSTED"],
      "Too many requests were sent. Wait some minutes",
    ],
    [
      "a throttled request to Azure",
      ['Status=429 Code="TooManyRequests"'],
      "Too many requests were sent. Wait some minutes",
    ],
    [
      "a busy API server",
      ["the server has received too many requests"],
      "Too many requests were sent. Wait some minutes",
    ],
    ["a number that only contains 429", ["the port 14290 is taken"], "Fix this"],
    [
      "an API server that is down",
      ["dial tcp 10.0.0.1:6443: connect: connection refused"],
      "A server did not answer. Check that it runs and that this computer reaches it",
    ],
    [
      "an answer that was cut off",
      ['Patch "https://10.0.0.1/api": unexpected EOF'],
      "A server did not answer. Check that it runs and that this computer reaches it",
    ],
    [
      "an SSH connection that was lost",
      ["Command ml-a1-install: wait: remote command exited without exit status or exit signal: running …"],
      "A server did not answer. Check that it runs and that this computer reaches it",
    ],
    [
      "what pods do not reach, which this computer need not reach either",
      [
        'Readiness probe failed: Get "http://10.0.0.5:8080/": dial tcp 10.0.0.5:8080: connect: connection refused',
        'failed calling webhook "v1.vseldondeployment.kb.io": dial tcp 10.0.0.6:443: connect: connection refused',
        'Failed to pull image "registry.example.org/a": dial tcp: lookup registry.example.org: no such host',
      ],
      "Fix this",
    ],
  ];
  for (const [what, texts, advice] of errors) {
    it(`tells it about ${what}`, () => {
      assert.equal(whatToDo("up", texts), advice + THEN);
    });
  }

  it("names the command that failed", () => {
    assert.equal(whatToDo("destroy", ["x"]), "Fix this, then run mlplatform destroy again: it continues from here.");
  });
});
