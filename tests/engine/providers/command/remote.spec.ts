import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Command, type CommandArgs } from "@pulumi/command/remote/command";
import type { remote } from "@pulumi/command/types/input";
import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../hosts/host";
import { skipWithoutHosts } from "../../hosts/skip-without-hosts";
import { TestHosts } from "../../hosts/test-hosts";
import { engineStack, type EngineStack, RunFailed } from "../../stack/engine-stack";
import { sshClient } from "../../toolchain";
import { commandPlugin } from "./launcher";

const TYPE = "command:remote:Command";

describe("remote commands of the stand-in of the command provider, over a real SSH server", () => {
  let hosts: TestHosts | undefined;
  let stack: EngineStack;
  let host: Host;
  let bastion: Host;
  let key: string;

  before(async function () {
    await skipWithoutHosts(this);
    hosts = await TestHosts.start(
      [
        { address: "198.18.86.2", hostname: "one" },
        { address: "198.18.86.3", hostname: "bastion" },
      ],
      { prefix: "198.18.86" },
    );
    [host, bastion] = [hosts.named("one"), hosts.named("bastion")];
    key = readFileSync(hosts.keyPath, "utf8");
    const providers = [commandPlugin(await sshClient())];
    stack = await engineStack({ program: () => Promise.resolve({}), providers, env: { SSH_AUTH_SOCK: "" } });
  });
  after(async () => {
    await (stack as EngineStack | undefined)?.dispose();
    await hosts?.stop();
  });

  const connection = (more: Partial<remote.ConnectionArgs> = {}): remote.ConnectionArgs => ({
    host: host.address,
    user: "ubuntu",
    privateKey: key,
    dialErrorLimit: 1,
    perDialTimeout: 2,
    ...more,
  });
  const up = (args: Partial<CommandArgs>, opts?: pulumi.CustomResourceOptions) =>
    stack.up({
      program: () => {
        const { stdout, stderr } = new Command("say", { connection: connection(), ...args }, opts);
        return Promise.resolve({ stdout, stderr });
      },
    });
  const refusal = async (args: Partial<CommandArgs>): Promise<string> => {
    const failure = await up({ create: "true", ...args }).then(
      () => assert.fail("the run succeeded"),
      (error: unknown) => error,
    );
    assert.ok(failure instanceof RunFailed, String(failure));
    return failure.message;
  };

  it("runs a command as the user, with its input, and logs what it prints as a status", async () => {
    const hostKey = await host.hostKey();
    const { outputs, diagnostics } = await up({
      connection: connection({ hostKey }),
      create: 'read word; echo "$word from $(hostname)"; id -un >&2',
      update: 'echo "again after $PULUMI_COMMAND_STDOUT"',
      delete: "echo gone > /tmp/gone",
      stdin: "hello\n",
    });
    assert.deepEqual(outputs, { stdout: "hello from one", stderr: "ubuntu" });
    assert.ok(diagnostics.some(({ message, passing }) => passing && message.includes("hello from one")));
  });

  it("goes on without variables that the server does not take, and says so", async () => {
    const { outputs, diagnostics } = await up({ create: "true", update: 'echo "again after $PULUMI_COMMAND_STDOUT"' });
    assert.equal(outputs["stdout"], "again after ");
    const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    // There are two such variables, and the engine may tell of either first.
    assert.match(warnings.sort().at(-1) ?? "", /^Unable to set 'PULUMI_COMMAND_STDOUT'\. .* via AcceptEnv\.$/);
  });

  it("refuses a variable of the program that the server does not take, and passes on one that it takes", async () => {
    assert.match(
      await refusal({ environment: { WORD: "big" } }),
      /could not set environment variable "WORD": ssh: setenv failed/,
    );
    const { outputs } = await up({
      create: "echo $LC_WORD",
      environment: { LC_WORD: "big" },
      addPreviousOutputInEnv: false,
    });
    assert.equal(outputs["stdout"], "big");
  });

  it("keeps the connection secret, with its defaults, and nothing else", async () => {
    await up({ create: "echo plain" });
    const { resources = [] } = await stack.exportState();
    const { inputs = {}, outputs = {} } = resources.find(({ type }) => type === TYPE) ?? {};
    assert.equal(outputs["stdout"], "plain");
    for (const bag of [inputs, outputs]) assert.ok("ciphertext" in (bag["connection"] as object));
    assert.ok(!JSON.stringify(resources).includes("PRIVATE KEY"));
  });

  it("reaches a machine through another", async () => {
    const { host: _host, ...same } = connection();
    const proxy: remote.ProxyConnectionArgs = { ...same, host: bastion.address, hostKey: await bastion.hostKey() };
    const { outputs } = await up({
      connection: connection({ proxy }),
      create: 'echo "$SSH_CONNECTION" | cut -d " " -f 1',
    });
    assert.equal(outputs["stdout"], bastion.address);
  });

  it("fails with all that the command printed", async () => {
    const message = await refusal({ create: "echo out; echo err >&2; exit 3", logging: "none", triggers: ["2"] });
    assert.match(
      message,
      /Process exited with status 3: running "echo out; echo err >&2; exit 3":\n(out\nerr|err\nout)/,
    );
  });

  it("tells a wrong key, another host key and a machine that does not answer apart, after the tries that are asked for", async () => {
    const other = await bastion.hostKey();
    assert.match(
      await refusal({ connection: connection({ hostKey: other }), triggers: ["3"] }),
      /after 1 failed attempts: ssh: handshake failed: ssh: host key mismatch/,
    );
    assert.match(
      await refusal({ connection: connection({ user: "nobody" }), triggers: ["3"] }),
      /after 1 failed attempts: ssh: handshake failed: ssh: unable to authenticate, attempted methods \[none publickey\], no supported methods remain/,
    );
    await host.unplug("unplugged");
    assert.match(
      await refusal({ connection: connection({ perDialTimeout: 1 }), triggers: ["3"] }),
      /after 1 failed attempts: dial tcp 198\.18\.86\.2:22: (i\/o timeout|connect: no route to host)/,
    );
    await host.unplug("plugged");
  });

  it("refuses a field that connections do not have, and one without a host", async () => {
    assert.match(await refusal({ connection: { ...connection(), hostkey: "x" } as never }), /connection\.hostkey/);
    assert.match(await refusal({ connection: { user: "ubuntu" } as never }), /connection\.host/);
  });

  it("runs the delete command of the state when the resource is deleted", async () => {
    await up({ create: "true", delete: "echo gone > /tmp/gone" });
    await stack.destroy();
    assert.equal(await host.read("/tmp/gone"), "gone\n");
  });
});
