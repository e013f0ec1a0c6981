import type { Stack } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import type { Display } from "../../../cli/display/run-event";
import type { EngineStack } from "../stack/engine-stack";
import type { Places } from "./places";
import type { Search } from "./search";

type Command = (stack: Stack, show: Display["show"]) => Promise<unknown>;

/** What is there when the tests run. */
interface Subject {
  readonly stack: EngineStack;
  readonly places: Places;
  readonly search: Search;
}

/** How a command is made to fail. */
interface Failure {
  /** While this file exists, the provider prints a secret and fails. */
  readonly file: string;
  /** How the name of that secret begins. */
  readonly secret: string;
}

/** Declares tests that commands hide secrets, each by the name of its command. */
export function hiding<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  failure: Failure,
  subject: () => Subject,
): { works: (name: Name) => void; fails: (name: Name) => void } {
  return {
    works(name) {
      it(`are hidden from everybody by ${name}`, async () => {
        const { stack, places } = subject();
        const shown = await places.shown(stack.automation, commands[name]);
        assert.equal(shown.error, "");
        assert.ok(shown.events.length + shown.display.length > 1000, "it shows what it does");
        places.assertHidden(shown);
      });
    },
    fails(name) {
      it(`are hidden by ${name} if a provider prints one in its error`, async () => {
        const { stack, places, search } = subject();
        writeFileSync(failure.file, "");
        const { events, ...shown } = await places.shown(stack.automation, commands[name]).finally(() => {
          rmSync(failure.file);
        });
        // The engine passes on what the provider says, and `pulumi` shows it.
        const printed = search.in(events).filter((secret) => secret.startsWith(failure.secret));
        assert.notEqual(printed.length, 0, "the provider printed none");
        assert.match(shown.error, /refused: \[secret\]/);
        places.assertHidden(shown);
      });
    },
  };
}
