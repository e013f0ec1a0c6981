import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { jsonDisplay } from "../../../cli/display/json-display";
import { lineDisplay } from "../../../cli/display/line-display";
import type { Display } from "../../../cli/display/run-event";
import { explain } from "../../../cli/explain";
import { programEnds } from "../stack/program-ended";
import { Files } from "./files";
import { Processes } from "./processes";
import type { Search } from "./search";

/** What a command showed, and how it ended. */
export interface Shown {
  /**
   * The events of the engine, without debug messages: Pulumi's SDK (3.248, runtime/resource.js) puts the whole answer of the engine into
   * one, secrets too, whatever the program does. They are shown with `pulumi up --debug` only.
   */
  readonly events: string;
  /** The JSON for scripts and the lines. */
  readonly display: string;
  /** The text of the error, as it is with and without `--debug`; empty if there is none. */
  readonly error: string;
}

/** All places where a secret could be seen or stay while commands run. */
export class Places {
  readonly processes = new Processes();
  readonly files: Files;

  /**
   * @param search finds the secrets
   * @param temporary the folder for temporary files of all processes, with the files of the backend
   * @param kept a new folder beside it
   * @param variables names of variables of the environment that hold a secret on purpose
   */
  constructor(
    private readonly search: Search,
    temporary: string,
    kept: string,
    private readonly variables: readonly string[],
  ) {
    this.files = new Files(temporary, kept);
  }

  stop(): void {
    this.processes.stop();
    this.files.stop();
  }

  /** Runs a command, and returns all that it shows. */
  async shown(stack: Stack, command: (stack: Stack, show: Display["show"]) => Promise<unknown>): Promise<Shown> {
    const events: EngineEvent[] = [];
    const lines: string[] = [];
    const displays = [jsonDisplay, lineDisplay].map((display) => display((line) => void lines.push(line)));
    const show: Display["show"] = (event) => {
      for (const display of displays) display.show(event);
    };
    const ended = programEnds();
    const error: unknown = await command(
      observed(stack, (event) => void events.push(event)),
      show,
    ).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await ended.wait();
    for (const display of displays) display.end();
    const isDebug = ({ diagnosticEvent }: EngineEvent) => (diagnosticEvent?.severity as string | undefined) === "debug";
    return {
      events: JSON.stringify(events.filter((event) => !isDebug(event))),
      display: lines.join("\n"),
      error: error === undefined ? "" : [false, true].map((debug) => explain(error, debug)).join("\n"),
    };
  }

  /** Asserts that no secret is where others can read it, or where it stays. */
  assertHidden(shown: Partial<Shown>): void {
    const { search, processes, files } = this;
    const texts = { ...shown, "command lines": [...processes.commandLines].join("\n") };
    for (const [place, text = ""] of Object.entries(texts)) assert.deepEqual(search.in(text), [], place);
    const variables = [...processes.variables].filter((variable) => search.in(variable).length > 0);
    const others = variables
      .map((variable) => variable.split("=")[0] ?? "")
      .filter((name) => !this.variables.includes(name));
    assert.deepEqual(others, [], "variables of the environment");

    const holders = files.all.filter(({ content }) => search.in(content).length > 0);
    const paths = (wanted: typeof holders) => wanted.map((file) => file.path);
    assert.deepEqual(paths(holders.filter(({ path }) => path.includes("/state/.pulumi/"))), [], "files of the backend");
    assert.deepEqual(paths(holders.filter(({ isPrivate }) => !isPrivate)), [], "files that others can read");
    const left = files.left();
    assert.deepEqual(
      paths(holders).filter((file) => left.includes(file)),
      [],
      "files that stay",
    );
  }
}

/** A stack that also tells this caller what the engine does. */
function observed(stack: Stack, observe: (event: EngineEvent) => void): Stack {
  const both = <Options extends { onEvent?: (event: EngineEvent) => void }>(options?: Options) =>
    ({
      ...options,
      onEvent: (event: EngineEvent) => {
        observe(event);
        options?.onEvent?.(event);
      },
    }) as Options;
  const operations: Pick<Stack, "up" | "preview" | "refresh" | "destroy"> = {
    up: (options) => stack.up(both(options)),
    preview: (options) => stack.preview(both(options)),
    refresh: (options) => stack.refresh(both(options)),
    destroy: (options) => stack.destroy(both(options)),
  };
  return Object.assign(Object.create(stack) as Stack, operations);
}
