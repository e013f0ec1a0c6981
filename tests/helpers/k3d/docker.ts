import { begin, changeState, fail, readState } from "./state";

/*
 * A double of `docker` (docker/cli 28, docs/reference/commandline), with the questions that the program of ours asks. Like the real one
 * it fails if the daemon does not answer, and for a container or network that does not exist.
 */

const args = process.argv.slice(2);
begin("docker", args);

const { containers, networks, images, hasImages, dockerIsDown } = readState();
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
} else if (command === "container" && rest[0] === "inspect") {
  const [, name = ""] = rest;
  print([
    containers.find(({ Name }) => Name === `/${name}`) ??
      fail(`Error response from daemon: No such container: ${name}`),
  ]);
} else if (command === "image" && rest[0] === "inspect") {
  const [, name = ""] = rest;
  if (!images.includes(name)) fail(`Error response from daemon: No such image: ${name}`);
  print([{ RepoTags: [name] }]);
} else if (command === "pull" && rest[0] === "--quiet") {
  const [, name = ""] = rest;
  if (!hasImages)
    fail(`Error response from daemon: manifest for ${name} not found: manifest unknown: manifest unknown`);
  changeState({ images: [...images, name] });
  print(`docker.io/${name}`);
} else if (command === "network" && rest[0] === "ls") {
  // Each network of the double has the label of k3d.
  const [, quiet, filter, label, again, name = ""] = rest;
  if ([quiet, filter, label, again].join(" ") !== "--quiet --filter label=app=k3d --filter")
    fail(`the double of docker has no network ${rest.join(" ")}`);
  const pattern = new RegExp(name.replace(/^name=/, ""));
  print(
    networks
      .filter(({ Name }) => pattern.test(Name))
      .map(({ Name }) => `id-of-${Name}`)
      .join("\n"),
  );
} else if (command === "network" && rest[0] === "rm") {
  const [, id = ""] = rest;
  const network =
    networks.find(({ Name }) => `id-of-${Name}` === id) ?? fail(`Error response from daemon: network ${id} not found`);
  if (network.inUse === true)
    fail(`Error response from daemon: error while removing network: network ${network.Name} has active endpoints`);
  changeState({ networks: networks.filter((other) => other !== network) });
  print(id);
} else if (command === "network" && rest[0] === "inspect") {
  const [, name = ""] = rest;
  print([networks.find(({ Name }) => Name === name) ?? fail(`Error response from daemon: network ${name} not found`)]);
} else fail(`the double of docker has no ${args.join(" ")}`);
