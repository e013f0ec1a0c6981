import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { REACH_PROGRAM } from "../../../../components/targets/rke2/ssh/reach";
import { HOST_KEY } from "./cluster";

/** What ssh of OpenSSH 9.2 says when it fails, and what becomes of it. */
const FAILURES: readonly (readonly [said: string, reason: string | RegExp])[] = [
  [
    "ubuntu@10.0.0.1: Permission denied (publickey).",
    /^refuses the private key of the user ubuntu\. Write the user and the key/,
  ],
  [
    "Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures\nDisconnected from 10.0.0.1 port 22",
    /^refuses the private key of the user ubuntu\./,
  ],
  [
    "The fingerprint for the ED25519 key sent by the remote host is\nSHA256:abc+/d.\nHost key for node has changed and you have requested strict checking.\nHost key verification failed.",
    "has another host key than expected: SHA256:abc+/d. Another machine may answer at 10.0.0.1. If the key was changed on purpose, write the new one as hostKey.",
  ],
  [
    "ssh: connect to host 10.0.0.1 port 22: Connection timed out",
    "cannot be reached at 10.0.0.1, port 22: Connection timed out. Is the machine on, and the address right?",
  ],
];

/** The same behind a bastion: the last line is that of the ssh here, whose connection ends. */
const ENDED = "kex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535";
const BASTION_FAILURES: typeof FAILURES = [
  ["ubuntu@10.0.0.1: Permission denied (publickey).", /^refuses the private key of the user ubuntu\./],
  [
    `jump@192.0.2.1: Permission denied (publickey).\n${ENDED}`,
    "cannot be reached through the bastion 192.0.2.1, which refuses the private key of the user jump.",
  ],
  [
    `SHA256:abc.\nHost key verification failed.\n${ENDED}`,
    "cannot be reached through the bastion 192.0.2.1, which has another host key than expected: SHA256:abc.",
  ],
  [
    `channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed\n${ENDED}`,
    "cannot be reached through the bastion 192.0.2.1, which allows no TCP forwarding. Write AllowTcpForwarding yes to its sshd_config.",
  ],
  [
    `channel 0: open failed: connect failed: No route to host\nstdio forwarding failed\n${ENDED}`,
    "cannot be reached at 10.0.0.1, port 22, from the bastion 192.0.2.1: No route to host. Is the machine on, and the address right?",
  ],
  [
    `ssh: connect to host 192.0.2.1 port 22: Connection refused\n${ENDED}`,
    "cannot be reached through the bastion 192.0.2.1: Connection refused. Is the bastion on, and its address right?",
  ],
  [
    `ssh: Could not resolve hostname jump.test: Name or service not known\n${ENDED}`,
    "cannot be reached through the bastion 192.0.2.1: Name or service not known. Is the bastion on, and its address right?",
  ],
];

describe("the login to a machine", () => {
  let folder: string;
  const file = (name: string): string => path.join(folder, name);
  const double = (name: string, commands: string): void => {
    writeFileSync(file(`bin/${name}`), `#!/bin/sh\n${commands}\n`);
    chmodSync(file(`bin/${name}`), 0o755);
  };
  /** A client of OpenSSH whose login fails so. */
  const failing = (said: string, code = 255): void => {
    writeFileSync(file("said"), said);
    double("ssh", `printf '%s\\n' "$@" >>'${file("calls")}'; cat '${file("said")}' >&2; exit ${String(code)}`);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "login-"));
    mkdirSync(file("bin"));
    mkdirSync(file("tmp"));
    double("ssh-keyscan", `echo '10.0.0.1 ${HOST_KEY}'`);
    double("ssh-agent", `shift 2; sleep 60 >/dev/null 2>&1 & SSH_AGENT_PID=$!; export SSH_AGENT_PID; exec "$@"`);
    double(
      "ssh-add",
      `[ "$1" != -L ] || exec cat '${file("public")}'; cat >>'${file("keys")}'; env >'${file("environment")}'`,
    );
    writeFileSync(file("public"), "ssh-ed25519 of-machine\nssh-ed25519 of-bastion\n");
    failing("", 0);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Tries the login. Nothing may be left of it. */
  const login = async (env: NodeJS.ProcessEnv = {}, keys = "-----BEGIN-----|a+/=|-----END-----\n") => {
    const variables = {
      PATH: `${file("bin")}:/usr/bin:/bin`,
      TMPDIR: file("tmp"),
      MLPLATFORM_NODE: "s1 (10.0.0.1)",
      MLPLATFORM_HOST: "10.0.0.1",
      MLPLATFORM_PORT: "22",
      MLPLATFORM_USER: "ubuntu",
    };
    const program = REACH_PROGRAM.replace("PAUSE = 2000", "PAUSE = 1");
    const ran = await new Promise<readonly [string, string]>((resolve) => {
      const child = execFile(process.execPath, ["-e", program], { env: { ...variables, ...env } }, (error, out, err) =>
        resolve([error === null ? out : `exit ${String(error.code)}`, err]),
      );
      child.stdin?.end(keys);
    });
    assert.deepEqual(readdirSync(file("tmp")), []);
    return ran;
  };
  const BASTION = { MLPLATFORM_HOST_KEY: HOST_KEY, MLPLATFORM_BASTION: `192.0.2.1 22 jump ${HOST_KEY}` };

  it("gives the keys to an agent, in no file, argument or variable, and asks for the host key", async () => {
    assert.deepEqual(await login({}, "-----BEGIN-----|a+/=|-----END-----\nsecond|\n"), [`${HOST_KEY}\n`, ""]);
    assert.equal(readFileSync(file("keys"), "utf8"), "-----BEGIN-----\na+/=\n-----END-----\nsecond\n\n");
    const seen = readFileSync(file("environment"), "utf8") + readFileSync(file("calls"), "utf8");
    assert.ok(!seen.includes("a+/="));
    const words = readFileSync(file("calls"), "utf8").split("\n");
    for (const word of ["BatchMode=yes", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "ubuntu", "10.0.0.1"])
      assert.ok(words.includes(word), word);
  });

  it("is tried once more with the user's own agent, as Pulumi does", async () => {
    double(
      "ssh",
      `[ "$SSH_AUTH_SOCK" = /own ] && exit 0; echo 'ubuntu@10.0.0.1: Permission denied (publickey).' >&2; exit 255`,
    );
    double(
      "ssh-agent",
      `shift 2; sleep 60 >/dev/null 2>&1 & SSH_AGENT_PID=$!; SSH_AUTH_SOCK=/new; export SSH_AGENT_PID SSH_AUTH_SOCK; exec "$@"`,
    );
    assert.deepEqual(await login({ SSH_AUTH_SOCK: "/own" }), [`${HOST_KEY}\n`, ""]);
    assert.equal((await login({ SSH_AUTH_SOCK: "/other" }))[0], "exit 1");
  });

  it("is left to Pulumi if the client cannot tell: another exit code, another error, a key it cannot read, no agent", async () => {
    const expected = [`${HOST_KEY}\n`, ""];
    failing("", 1);
    assert.deepEqual(await login(), expected);
    failing("Unable to negotiate with 10.0.0.1 port 22: no matching cipher found.", 254);
    assert.deepEqual(await login(), expected);
    failing("Permission denied");
    double("ssh-add", "exit 1");
    assert.deepEqual(await login(), expected);
    rmSync(file("bin/ssh-agent"));
    assert.deepEqual(await login({ PATH: file("bin") }), expected);
  });

  for (const [where, rows, env] of [
    ["directly", FAILURES, {}],
    ["through a bastion", BASTION_FAILURES, BASTION],
  ] as const) {
    for (const [said, reason] of rows) {
      it(`${where}, fails so that its error says what to do: ${said.split("\n").slice(0, 2).join(" ")}`, async () => {
        failing(said);
        const [out, err] = await login(env);
        assert.equal(out, "exit 1");
        const [, found = ""] = /^s1 \(10\.0\.0\.1\) (.*)\n$/.exec(err) ?? [];
        if (typeof reason === "string") assert.equal(found, reason);
        else assert.match(found, reason);
      });
    }
  }

  it("through a bastion, shows each machine its own key", async () => {
    const content = (number: number) =>
      `cat "$(printf '%s' "$*" | grep -o '"[^"]*/${String(number)}.pub"' | tr -d '"')"`;
    double("ssh", `{ ${content(1)}; ${content(2)}; } >'${file("shown")}'; printf '%s\\n' "$@" >>'${file("calls")}'`);
    await login(BASTION, "one|\nother|\n");
    assert.equal(readFileSync(file("shown"), "utf8"), "ssh-ed25519 of-machine\nssh-ed25519 of-bastion\n");
    const words = readFileSync(file("calls"), "utf8").split("\n");
    assert.ok(words.some((word) => /^IdentityFile=".*\/1\.pub"$/.test(word)));
    const way = words.find((word) => word.startsWith("ProxyCommand=")) ?? "";
    assert.match(way, /'IdentityFile="[^"]*\/2\.pub"' '-o' 'IdentitiesOnly=yes'/);
    // One key for both is given once.
    writeFileSync(file("calls"), "");
    double("ssh", `printf '%s\\n' "$@" >>'${file("calls")}'`);
    await login(BASTION);
    assert.match(readFileSync(file("calls"), "utf8"), /ProxyCommand=.*\/1\.pub/);
  });

  it("through a bastion, uses its host key and user, and asks no machine for a key from here", async () => {
    double("ssh-keyscan", `echo asked >'${file("asked")}'`);
    assert.deepEqual(await login(BASTION), [`${HOST_KEY}\n`, ""]);
    const way = readFileSync(file("calls"), "utf8")
      .split("\n")
      .find((word) => word.startsWith("ProxyCommand="));
    assert.match(way ?? "", /'-p' '22' '-l' 'jump' '-W' '%h:%p' '192\.0\.2\.1'$/);
    assert.ok(!existsSync(file("asked")));
  });
});
