import { checked, type Check } from "./checks";
import type { Problem } from "./invalid-args";

const HOST =
  /^([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const PART = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}$/;

/** Longest name of a repository, with its registry. */
const LONGEST = 255;

/** A reference to a container image, as container runtimes read it: `registry.example.org/iris:1.2`. */
export const imageReference: Check = (value) => {
  const rule = brokenPart(value);
  return rule === undefined
    ? undefined
    : `is not a reference to an image, such as registry.example.org/iris:1.2: ${rule}`;
};

function brokenPart(value: string): string | undefined {
  if (/\s/.test(value)) return "it contains white space";
  if (value.includes("://")) return "it begins with a scheme; leave out everything up to ://";
  const [named = "", digest, ...more] = value.split("@");
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) {
    return "what follows the @ is not a digest, such as sha256:…";
  }
  const [, name = "", tag] = /^(.*?)(?::([^/]*))?$/s.exec(named) ?? [];
  if (tag !== undefined && !TAG.test(tag)) {
    return "its tag has not the form of one; use at most 128 characters: A-Z, a-z, 0-9, '_', '.' and '-'";
  }
  if (name.length > LONGEST) return `its name is longer than ${String(LONGEST)} characters`;
  const { registry, path } = nameParts(name);
  if (registry !== undefined && !HOST.test(registry)) return "its registry is not a host name with an optional port";
  const parts = path.split("/");
  if (parts.some((part) => /[A-Z]/.test(part))) return "its name has upper-case letters; use lower case";
  return parts.every((part) => PART.test(part))
    ? undefined
    : "its name has a part that is empty or has other characters than a-z, 0-9, '.', '_' and '-'";
}

/** The registry of a name, if it has one, and the path below it. */
function nameParts(name: string): { registry?: string; path: string } {
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:A-Z]/.test(first) || first === "localhost");
  return hasRegistry ? { registry: first, path: rest.join("/") } : { path: name };
}

/** Names of Docker Hub, which container runtimes fill in where a reference has no registry. */
const DOCKER_HUB: readonly (string | undefined)[] = [undefined, "docker.io", "index.docker.io", "registry-1.docker.io"];

/**
 * Where a registry that mirrors images has an image: the path of the image without its own registry, tag and digest.
 * `quay.io/jetstack/cert-manager-controller:v1.21.1` gives `jetstack/cert-manager-controller`. Docker Hub's own images
 * are below `library/`, as there: both `busybox:1.37` and `docker.io/library/busybox` give `library/busybox`.
 */
export function pathInMirror(image: string): string {
  const name = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  const { registry, path } = nameParts(name);
  return DOCKER_HUB.includes(registry) && !path.includes("/") ? `library/${path}` : path;
}

/** The name of an image, without its tag, in a registry that mirrors images; as it is if there is no such registry. */
export const mirrored = (name: string, registry: string | undefined): string =>
  registry === undefined ? name : `${registry}/${pathInMirror(name)}`;

/** What is wrong with a registry that mirrors images. A password in it is not repeated. */
export function imageRegistryProblems(path: string, registry: string | undefined): Problem[] {
  if (registry?.includes("@") !== true) return checked(path, registry, imageRegistry);
  const reason =
    "contains a user name or password, which Pulumi would store unencrypted in the state. Remove it, and let the nodes log in.";
  return [{ path, reason }];
}

/** A registry that mirrors images, with the path to them: `registry.example.org/mirror`. */
const imageRegistry: Check = (value) => {
  if (value.includes("://")) return `has a scheme; write ${value.replace(/^.*:\/\//, "").replace(/\/+$/, "")}`;
  const image = `${value}/image`;
  if (!/^[a-z0-9.:-]+(\/|$)/.test(value) || brokenPart(image) !== undefined) {
    return "is not a registry, such as registry.example.org/mirror, without a slash at its end";
  }
  // Docker, containerd and Skopeo would pull from, and push to, Docker Hub without a word.
  return nameParts(image).registry === undefined
    ? `is a path of Docker Hub for container runtimes, because its host has no dot and no port; write ${dottedExample(value)}`
    : undefined;
};

const dottedExample = (value: string): string => value.replace(/^[^/]+/, "$&.example.org");
