import { fail, readState, record } from "./state";

/*
 * A double of `docker` (docker/cli 28, docs/reference/commandline), with the questions that the program of ours asks. Like the real one
 * it fails if the daemon does not answer, and for a container or network that does not exist.
 */

const args = process.argv.slice(2);
record("commands", ["docker", ...args].join(" "));

const { containers, networks, dockerIsDown } = readState();
if (dockerIsDown)
  fail("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?");

const print = (value: unknown): void =>
  void process.stdout.write(`${typeof value === "string" ? value : JSON.stringify(value)}\n`);

const [command, ...rest] = args;
if (command === "version") print("28.5.1");
else if (command === "ps") {
  const [all, quiet, filter, label = ""] = rest;
  if (all !== "--all" || quiet !== "--quiet" || filter !== "--filter")
    fail(`the double of docker has no ps ${rest.join(" ")}`);
  const [, key = "", value] = /^label=([^=]+)=(.*)$/.exec(label) ?? [];
  print(
    containers
      .filter(({ Config }) => Config.Labels[key] === value)
      .map(({ Id }) => Id.slice(0, 12))
      .join("\n"),
  );
} else if (command === "inspect") {
  print(rest.map((id) => containers.find(({ Id }) => Id.startsWith(id)) ?? fail(`Error: No such object: ${id}`)));
} else if (command === "network" && rest[0] === "inspect") {
  const [, name = ""] = rest;
  print([networks.find(({ Name }) => Name === name) ?? fail(`Error response from daemon: network ${name} not found`)]);
} else fail(`the double of docker has no ${args.join(" ")}`);
