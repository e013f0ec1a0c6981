import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Rke2NodeArgs } from "../../../../components";
import { fingerprint } from "../../../../components/targets/rke2/ssh/host-keys";
import { REACH_PROGRAM } from "../../../../components/targets/rke2/ssh/reach";
import { commands, HOST_KEY, NODES, rke2, rke2In } from "./cluster";
import { dataOf, remote } from "./graph";
import type { Deployed } from "../../../helpers/deploy";

const ECDSA = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI";

/** Runs the program with a double of ssh-keyscan that prints these lines. */
function run(
  lines: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; out: string; err: string }> {
  const bin = mkdtempSync(path.join(tmpdir(), "keyscan-"));
  writeFileSync(path.join(bin, "ssh-keyscan"), `#!/bin/sh\ncat <<'END'\n${lines.join("\n")}\nEND\n`);
  chmodSync(path.join(bin, "ssh-keyscan"), 0o755);
  const variables = { MLPLATFORM_NODE: "s1 (127.0.0.1)", MLPLATFORM_HOST: "127.0.0.1", MLPLATFORM_PORT: "1", ...env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["-e", REACH_PROGRAM.replace("PAUSE = 2000", "PAUSE = 1")],
      { env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, ...variables } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe("the host key of a machine", () => {
  it("is that of ed25519, with its fingerprint in the log", async () => {
    const { code, out, err } = await run(["# 127.0.0.1:22 SSH-2.0", `127.0.0.1 ${ECDSA}`, `127.0.0.1 ${HOST_KEY}`]);
    assert.deepEqual(
      [code, out, err],
      [0, `${HOST_KEY}\n`, `s1 (127.0.0.1): host key ${fingerprint(HOST_KEY)} (ssh-ed25519)\n`],
    );
  });

  it("is the expected one, if the machine has it", async () => {
    const { code, out } = await run([`127.0.0.1 ${ECDSA}`, `127.0.0.1 ${HOST_KEY}`], {
      MLPLATFORM_HOST_KEY: `${ECDSA} me`,
    });
    assert.deepEqual([code, out], [0, `${ECDSA}\n`]);
  });

  it("is not another one", async () => {
    const { code, out, err } = await run([`127.0.0.1 ${HOST_KEY}`], { MLPLATFORM_HOST_KEY: ECDSA });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^s1 \(127\.0\.0\.1\) has another host key than expected: SHA256:/);
  });

  it("is told apart from a machine that cannot be reached, with advice about one that is gone", async () => {
    const refused = await run([]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /^s1 \(127\.0\.0\.1\) cannot be reached at 127\.0\.0\.1, port 1: connect ECONNREFUSED.*Is the machine on/,
    );
    const gone = await run([], { MLPLATFORM_ADVICE: "Write lost: true." });
    assert.match(gone.err, /ECONNREFUSED 127\.0\.0\.1:1\. Write lost: true\.\n$/);
  });

  it("is missing at a port without SSH", async () => {
    const server: Server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const { code, err } = await run([], { MLPLATFORM_PORT: String(port) });
    server.close();
    assert.equal(code, 1);
    assert.match(err, /answers at port \d+, but shows no host key of ed25519 or ecdsa\. Is this its SSH server\?/);
  });

  it("needs ssh-keyscan", async () => {
    const { code, err } = await run([], { PATH: "/nowhere" });
    assert.deepEqual(
      [code, err],
      [1, "s1 (127.0.0.1) cannot be asked: this machine has no ssh-keyscan. Install the client of OpenSSH.\n"],
    );
  });

  it("is shown in the log of an update that recorded it, but neither in a plan nor if it was given", async () => {
    const [server, agent] = NODES as [Rke2NodeArgs, Rke2NodeArgs];
    const shown = ({ log }: Deployed): string[] =>
      log.map(({ message }) => message).filter((message) => message.includes("host keys"));
    const given = { rke2: { nodes: [{ ...server, hostKey: HOST_KEY }, agent] } };
    const recorded = `MlCluster "ml": recorded host keys of SSH: `;
    const print = fingerprint(HOST_KEY);
    assert.match(print, /^SHA256:[\w+/]{43}$/);
    assert.deepEqual(shown(await rke2()), [`${recorded}s1 ${print}, a1 ${print}`]);
    assert.deepEqual(shown(await rke2(given)), [`${recorded}a1 ${print}`]);
    assert.deepEqual(shown(await rke2In({ ...commands(), preview: true })), []);
  });

  it("is asked for by the bastion, if there is one", async () => {
    const graph = await rke2({ rke2: { bastion: { address: "192.0.2.1", hostKey: HOST_KEY } } });
    const { connection, create } = remote(graph, "ml-s1-host");
    assert.equal(create, "# read the host key of s1 (10.0.0.1)\nsh -s -- host_key");
    assert.equal((connection as Record<string, unknown>)["host"], "192.0.2.1");
    assert.deepEqual(dataOf(graph, "ml-s1-host"), {
      NODE: "s1 (10.0.0.1)",
      ADDRESS: "10.0.0.1",
      PORT: "22",
      EXPECTED: "",
    });
    const { proxy } = remote(graph, "ml-s1-check")["connection"] as { proxy: Record<string, unknown> };
    assert.deepEqual([proxy["host"], proxy["hostKey"], proxy["user"]], ["192.0.2.1", HOST_KEY, "ubuntu"]);
  });
});
