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

/** How to tell that a command did what it is for, and how it is made to fail. */
interface Signs {
  /** What a command that works shows, or the engine of it. */
  readonly works: RegExp;
  /** While this file exists, the provider prints a secret and fails. */
  readonly failure: string;
  /** How the name of that secret begins. */
  readonly printed: string;
}

/** Declares a test for each command: that it hides secrets, when it works and when it fails. */
export function hiding<Name extends string>(
  commands: Readonly<Record<Name, Command>>,
  signs: Signs,
  subject: () => Subject,
): { works: (name: Name) => void; fails: (name: Name) => void } {
  return {
    works(name) {
      it(`are hidden from everybody by ${name}`, async () => {
        const { stack, places } = subject();
        const shown = await places.shown(stack.automation, commands[name]);
        assert.equal(shown.error, "");
        assert.match(shown.events + shown.display, signs.works);
        places.assertHidden(shown);
      });
    },
    fails(name) {
      it(`are hidden by ${name} if a provider prints one in its error`, async () => {
        const { stack, places, search } = subject();
        writeFileSync(signs.failure, "");
        const { events, ...shown } = await places.shown(stack.automation, commands[name]).finally(() => {
          rmSync(signs.failure);
        });
        // The engine passes on what the provider says, and `pulumi` shows it.
        const printed = search.in(events).filter((secret) => secret.startsWith(signs.printed));
        assert.notEqual(printed.length, 0, "the provider printed none");
        assert.match(shown.error, /refused: \[secret\]/);
        places.assertHidden(shown);
      });
    },
  };
}
