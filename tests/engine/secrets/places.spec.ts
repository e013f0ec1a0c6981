import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import * as random from "@pulumi/random";
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { outputsEvent } from "../../../cli/display/outputs";
import type { Display } from "../../../cli/display/run-event";
import { findProject } from "../../../cli/project/project";
import { platformRefresh } from "../../../cli/refresh/refresh";
import { setConfig } from "../../../cli/stack/config";
import { previewUpdate } from "../../../cli/up/preview";
import { platformUp } from "../../../cli/up/up";
import { recordProgram } from "../../../recorder";
import { Endings } from "../endings";
import { commandPlugin } from "../providers/command/launcher";
import { startRandom } from "../providers/random/provider";
import { skipAfterFailure } from "../skip-after-failure";
import { decrypted } from "../stack/decrypt";
import { engineStack, type EngineStack } from "../stack/engine-stack";
import { hiding } from "./hiding";
import { Places } from "./places";
import { Search } from "./search";

/** A text that nothing else contains. */
const marker = (of: string): string => `MARKER-${of}-x7k2p9`;
/** The same, with characters that JSON, URLs and the shell write in another way. */
const odd = (of: string): string => `"\\ &%+/'${marker(of)}$<>"`;

/** Where the program has secrets, another one in each of its two versions. */
const INPUTS = ["environment", "stdin", "component", "map-key"] as const;
const versioned = (input: string, version: number): string => `${input}-${String(version)}`;
const CONFIG = "config";

/** A component with a secret among its inputs and its outputs. */
class Holder extends pulumi.ComponentResource {
  readonly held: pulumi.Output<string>;

  constructor(name: string, secret: pulumi.Output<string>) {
    super("test:index:Holder", name, { secret });
    this.held = secret;
    this.registerOutputs({ held: secret });
  }
}

describe("secrets of a stack on the real engine, while mlplatform changes it", () => {
  skipAfterFailure(); // each starts from what the one before left
  const endings = new Endings();
  const root = endings.folder("mlplatform-secrets-");
  const temporary = path.join(root, "tmp");
  const failure = path.join(root, "failure");
  const search = new Search(
    Object.fromEntries(
      [CONFIG, ...INPUTS.flatMap((input) => [versioned(input, 1), versioned(input, 2)])].map((name) => [
        name,
        marker(name), // it is in every form of the whole
      ]),
    ),
  );
  let stack: EngineStack;
  let places: Places;

  /** While the file exists, the command fails and prints its secret. */
  const program = (version: 1 | 2) => () => {
    const secret = (input: (typeof INPUTS)[number]) => pulumi.secret(odd(versioned(input, version)));
    const script = `sleep 0.5; test ! -e '${failure}' || { echo "refused: $TOKEN"; exit 1; }`;
    const environment = { TOKEN: secret("environment") };
    const job = { create: script, update: script, delete: script, stdin: secret("stdin"), environment };
    new command.local.Command("job", job);
    const { held } = new Holder("holder", secret("component"));
    return Promise.resolve({
      held,
      computed: held.apply((text) => Buffer.from(`Bearer ${text}`).toString("base64")),
      map: secret("map-key").apply((key) => ({ [key]: "its key is the secret" })),
      config: new pulumi.Config().requireSecret("token"),
      generated: new random.RandomPassword("password", { length: 32 }).result,
    });
  };

  before(async () => {
    const provider = await endings.of(startRandom());
    mkdirSync(temporary);
    endings.environment({ TMPDIR: temporary });
    stack = await endings.of(
      engineStack({
        program: program(1),
        providers: [provider.plugin, commandPlugin()],
        env: { ...provider.env, TMPDIR: temporary },
      }),
    );
    // Pulumi's command documents its environment as the way of settings to it. Other users of the machine cannot read it.
    places = await endings.of(new Places(search, temporary, path.join(root, "kept"), ["TOKEN"]));
  });

  after(() => endings.end());

  async function up(stack: Stack, show: Display["show"], version: 1 | 2): Promise<void> {
    stack.workspace.program = program(version);
    const config = { "engine-test:token": odd(CONFIG) };
    const named = { project: "engine-test", stack: stack.name };
    const plan = await recordProgram(program(version), { ...named, config, secretKeys: Object.keys(config) });
    assert.equal(plan.error, undefined);
    show(outputsEvent((await platformUp({ stack, show, plan })).outputs));
  }

  const COMMANDS = {
    preview: (stack: Stack) => previewUpdate(stack),
    "up of a new stack": (stack: Stack, show: Display["show"]) => up(stack, show, 1),
    "up that changes every secret": (stack: Stack, show: Display["show"]) => up(stack, show, 2),
    refresh: (stack: Stack, show: Display["show"]) => platformRefresh({ stack, show }),
    destroy: (stack: Stack, show: Display["show"]) => platformDestroy({ stack, show, deleteOthers: false }),
  };
  const signs = { works: /::job/, failure, printed: "environment-" };
  const { works, fails } = hiding(COMMANDS, signs, () => ({ stack, places, search }));

  it("are hidden from everybody when the config is set", async () => {
    const { automation } = stack;
    const declaration = 'config: { token: { secret: true, default: "" } }\n';
    appendFileSync(path.join(automation.workspace.workDir, "Pulumi.yaml"), declaration);
    const project = findProject(automation.workspace.workDir);
    await setConfig(automation, project, [["token", odd(CONFIG)]]);
    assert.equal((await automation.getConfig("token")).value, odd(CONFIG));
    places.assertHidden({});
  });

  works("preview");
  works("up of a new stack");
  fails("up that changes every secret");
  works("up that changes every secret");
  works("refresh");

  it("are in the state, in its backups and in its history, all of them encrypted", async () => {
    const state = await stack.exportState();
    assert.deepEqual(
      search.in(JSON.stringify(await decrypted(state))),
      search.names.filter((name) => !name.endsWith("-1")),
    );
    const seen = places.files.all.map((file) => file.path);
    for (const part of ["stacks", "backups", "history"]) {
      assert.ok(
        seen.some((file) => file.includes(`/state/.pulumi/${part}/`)),
        part,
      );
    }
    places.assertHidden({ display: JSON.stringify(state) });
  });

  fails("destroy");
  works("destroy");

  it("would be found on command lines, in variables and in files", () => {
    const { processes, files } = places;
    for (const tool of ["pulumi up", "pulumi refresh", "pulumi destroy", "pulumi config set", "sleep 0.5"]) {
      assert.ok(
        [...processes.commandLines].some((line) => line.includes(tool)),
        tool,
      );
    }
    assert.ok([...processes.variables].some((one) => one.startsWith("TOKEN=") && search.in(one).length > 0));
    const planted = path.join(temporary, "planted");
    writeFileSync(planted, Buffer.from(`a${odd(CONFIG)}`).toString("base64"), { mode: 0o644 });
    files.stop();
    assert.throws(() => {
      places.assertHidden({});
    }, /files that others can read/);
  });
});
