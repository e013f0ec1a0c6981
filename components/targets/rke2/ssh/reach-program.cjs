// @ts-check
"use strict";

/*
 * Looks whether a machine can be reached over SSH, and prints its public host key. It says apart what can be wrong: nobody answers, no
 * usable key, another key than expected, and a user who may not log in. The text of this program is part of the state (reach.ts).
 */
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");

const { env } = process;
const [node, host, port] = [env["MLPLATFORM_NODE"] ?? "", env["MLPLATFORM_HOST"] ?? "", env["MLPLATFORM_PORT"] ?? ""];
const expected = keyOf(env["MLPLATFORM_HOST_KEY"]);
/** The user who is to log in, if that is to be tried. The private keys are on standard input, as `withKeys` wants them. */
const user = env["MLPLATFORM_USER"] ?? "";
/** The machine through which this one is reached, if there is one: its address, port, user and host key. */
const [bastion, bastionPort = "", bastionUser = "", ...bastionKey] = (env["MLPLATFORM_BASTION"] ?? "").split(" ");
/** What to do with a machine that is known, but gone. */
const advice = env["MLPLATFORM_ADVICE"] ?? "Is the machine on, and the address right?";
const ATTEMPTS = 3;
const PAUSE = 2000;

async function main() {
  // Only the bastion sees the host key of a machine behind it.
  const key = bastion ? expected : await hostKey();
  if (key === undefined || (user !== "" && !(await mayLogIn(key)))) return;
  process.stdout.write(`${key}\n`);
}

async function hostKey() {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const keys = scanned();
    if (keys.length > 0) return decided(keys);
    if (attempt < ATTEMPTS) await pause();
  }
  fail(await reasonOfSilence());
  return undefined;
}

/** The keys of the machine, ed25519 first. */
function scanned() {
  const args = ["-T", "10", "-t", "ed25519,ecdsa", "-p", port, host];
  const { error, stdout } = spawnSync("ssh-keyscan", args, { encoding: "utf8", timeout: 60_000 });
  if (/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === "ENOENT") {
    fail("cannot be asked: this machine has no ssh-keyscan. Install the client of OpenSSH.");
    process.exit();
  }
  const lines = (error === undefined ? stdout : "").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines
    .map((line) => line.split(" ").slice(1, 3).join(" "))
    .sort()
    .reverse();
}

/** @param {string[]} keys */
function decided(keys) {
  const [first = ""] = keys;
  if (expected !== "" && !keys.includes(expected)) {
    fail(`${otherKey(fingerprint(first))}: ${first}`);
    return undefined;
  }
  const key = expected === "" ? first : expected;
  if (user === "") process.stderr.write(`${node}: host key ${fingerprint(key)}\n`);
  return key;
}

/** @param {string} found */
const otherKey = (found) =>
  `has another host key than expected: ${found}. Another machine may answer at ${host}. ` +
  "If the key was changed on purpose, write the new one as hostKey";

/** As `ssh-keygen -l` shows it. @param {string} key */
function fingerprint(key) {
  const [type = "", bytes = ""] = key.split(" ");
  const hash = createHash("sha256").update(Buffer.from(bytes, "base64")).digest("base64");
  return `SHA256:${hash.replace(/=+$/, "")} (${type})`;
}

/** @returns {Promise<string>} */
function reasonOfSilence() {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: Number(port), timeout: 10_000 });
    /** @param {string} reason */
    const end = (reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket.on("connect", () =>
      end(`answers at port ${port}, but shows no host key of ed25519 or ecdsa. Is this its SSH server?`),
    );
    socket.on("timeout", () => end(`${silent()}: no answer. ${advice}`));
    socket.on("error", ({ message }) => end(`${silent()}: ${message}. ${advice}`));
  });
}

const silent = () => `cannot be reached at ${host}, port ${port}`;

/** Tries the login with the client of OpenSSH. What that client cannot tell, Pulumi's own one is left to find out. @param {string} key */
async function mayLogIn(key) {
  const keys = fs.readFileSync(0, "utf8");
  for (let attempt = 1; ; attempt++) {
    const said = sshSays(key, keys);
    const problem = said === undefined ? undefined : problemIn(said);
    if (problem === undefined) return true;
    if (attempt < ATTEMPTS && problem.isPassing) {
      await pause();
      continue;
    }
    fail(problem.reason);
    return false;
  }
}

/** What ssh says when the login fails; nothing if it succeeds, or cannot be tried. @param {string} hostKey @param {string} keys */
function sshSays(hostKey, keys) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mlplatform-ssh-"));
  try {
    fs.writeFileSync(path.join(folder, "known_hosts"), `node ${hostKey}\nbastion ${bastionKey.join(" ")}\n`);
    const first = withKeys(folder, keys);
    // Pulumi also tries the keys of the user's own agent.
    const own = env["SSH_AUTH_SOCK"];
    if (first === undefined || !own) return first;
    return failureOf(spawnSync("ssh", sshArgs(folder, ["none", "none"]), options("")));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs ssh with an agent of its own, so that no private key is in a file, an argument or a variable. Each line of the text is one key, with
 * `|` for the ends of its lines: that of the machine, then that of the bastion if it is another one. Their public keys tell ssh where to use
 * which. The agent ends with the shell, at the latest ten seconds after it.
 * @param {string} folder @param {string} keys
 */
function withKeys(folder, keys) {
  const count = keys.trim().split("\n").length;
  const script = [
    "trap 'kill \"$SSH_AGENT_PID\"' EXIT",
    "folder=$1 number=1",
    "shift",
    "while IFS= read -r key; do",
    "  printf '%s\\n' \"$key\" | tr '|' '\\n' | ssh-add -q - || exit 0",
    '  ssh-add -L | sed -n "${number}p" >"$folder/$number.pub"',
    "  number=$((number + 1))",
    "done",
    'ssh "$@"',
  ].join("\n");
  const args = sshArgs(
    folder,
    ["1", String(count)].map((name) => path.join(folder, `${name}.pub`)),
  );
  const agent = ["-a", path.join(folder, "agent"), "sh", "-c", script, "sh", folder];
  return failureOf(spawnSync("ssh-agent", [...agent, ...args], options(keys)));
}

/** Without a terminal nothing can ask for a passphrase. @param {string} input */
const options = (input) => ({
  input,
  encoding: /** @type {const} */ ("utf8"),
  timeout: 60_000,
  detached: true,
  env: { ...env, SSH_ASKPASS_REQUIRE: "never", LC_ALL: "C" },
});

/** 255 is an error of ssh itself; all else is an exit code of the machine. @param {{ status: number | null, stderr: string }} run */
const failureOf = ({ status, stderr }) => (status === 255 ? stderr : undefined);

/** @param {string} folder @param {string[]} identities the public keys for the machine and the bastion, or `none` for all of the agent */
function sshArgs(folder, [own = "", ofBastion = ""]) {
  /** @param {string} alias @param {string} identity */
  const settings = (alias, identity) =>
    [
      ...["BatchMode=yes", "ConnectTimeout=10", "PreferredAuthentications=publickey", "UpdateHostKeys=no"],
      ...["StrictHostKeyChecking=yes", "GlobalKnownHostsFile=/dev/null", `HostKeyAlias=${alias}`, "LogLevel=INFO"],
      `UserKnownHostsFile="${path.join(folder, "known_hosts")}"`,
      ...[`IdentityFile="${identity}"`, `IdentitiesOnly=${identity === "none" ? "no" : "yes"}`],
    ].flatMap((setting) => ["-o", setting]);
  const jump = ["ssh", "-F", "/dev/null", ...settings("bastion", ofBastion), "-p", bastionPort, "-l", bastionUser];
  const way = [...jump, "-W", "%h:%p", bastion ?? ""].map((word) => `'${word}'`).join(" ");
  return [
    ...["-F", "/dev/null", ...settings("node", own), ...(bastion ? ["-o", `ProxyCommand=${way}`] : [])],
    ...["-T", "-p", port, "-l", user, host, "exit 0"],
  ];
}

/**
 * What is wrong, as ssh says it (OpenSSH 9.2, sshconnect.c, sshconnect2.c, clientloop.c); nothing if it says something else.
 * @param {string} said
 * @returns {{ reason: string, isPassing?: boolean } | undefined}
 */
function problemIn(said) {
  if (bastion && /^kex_exchange_identification|port 65535/m.test(said)) return problemOnTheWay(said);
  if (/^.*: Permission denied|Too many authentication failures/m.test(said)) {
    return {
      reason:
        `refuses the private key of the user ${user}. Write the user and the key that belong together, ` +
        "or add the public key to .ssh/authorized_keys of that user on the machine.",
    };
  }
  if (said.includes("Host key verification failed")) return { reason: `${otherKey(fingerprintIn(said))}.` };
  const failed = failedIn(said);
  return failed === undefined ? undefined : { reason: `${silent()}: ${failed}. ${advice}`, isPassing: true };
}

/** What is wrong with the bastion, or between it and the machine. @param {string} said */
function problemOnTheWay(said) {
  const through = `cannot be reached through the bastion ${bastion ?? ""}`;
  const failed = failedIn(said);
  if (said.includes("Permission denied"))
    return { reason: `${through}, which refuses the private key of the user ${bastionUser}.` };
  if (said.includes("Host key verification failed"))
    return { reason: `${through}, which has another host key than expected: ${fingerprintIn(said)}.` };
  if (said.includes("administratively prohibited"))
    return { reason: `${through}, which allows no TCP forwarding. Write AllowTcpForwarding yes to its sshd_config.` };
  if (failed === undefined) return undefined;
  return said.includes("open failed: connect failed")
    ? { reason: `${silent()}, from the bastion ${bastion ?? ""}: ${failed}. ${advice}`, isPassing: true }
    : { reason: `${through}: ${failed}. Is the bastion on, and its address right?`, isPassing: true };
}

/** @param {string} said */
const fingerprintIn = (said) => /SHA256:[\w+/]+/.exec(said)?.[0] ?? "one of another type";

/** Why a connection failed. @param {string} said */
const failedIn = (said) => /(?:connect failed|port \d+|hostname \S+): (.*\S)/.exec(said)?.[1];

/** A key without its comment. @param {string | undefined} line */
function keyOf(line = "") {
  return line.trim().split(/\s+/).slice(0, 2).join(" ");
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`${node} ${reason}\n`);
  process.exitCode = 1;
}

void main();
