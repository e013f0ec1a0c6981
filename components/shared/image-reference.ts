import type { Check } from "./checks";

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
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:A-Z]/.test(first) || first === "localhost");
  if (hasRegistry && !HOST.test(first)) return "its registry is not a host name with an optional port";
  const parts = hasRegistry ? rest : [first, ...rest];
  if (parts.some((part) => /[A-Z]/.test(part))) return "its name has upper-case letters; use lower case";
  return parts.every((part) => PART.test(part))
    ? undefined
    : "its name has a part that is empty or has other characters than a-z, 0-9, '.', '_' and '-'";
}

/** A registry that mirrors images, with the path to them: `registry.example.org/mirror`. */
export const imageRegistry: Check = (value) => {
  if (value.includes("://")) return `has a scheme; write ${value.replace(/^.*:\/\//, "").replace(/\/+$/, "")}`;
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(value)
    ? undefined
    : "is not a registry, such as registry.example.org/mirror, without a slash at its end";
};
