import type * as pulumi from "@pulumi/pulumi";
import { checked, isUrl, notEmpty, url, type Check } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { derived, type Values } from "../../shared/values";
import type { LoginMethod, LoginParts } from "./method";

/** The client that was registered at an identity provider. */
interface Client {
  readonly clientId: pulumi.Input<string>;
  readonly clientSecret: pulumi.Input<string>;
}

/** Settings that all identity providers share. */
export const clientSettings = ({ clientId }: Client, { url, clientSecret }: LoginParts): Values => ({
  client_id: clientId,
  client_secret: clientSecret,
  oauth_callback_url: derived(url, (text) => `${text}/hub/oauth_callback`),
});

/** What all identity providers have in common. */
export const OAUTH = { isOAuth: true, ruleProblems: () => [] } satisfies Partial<LoginMethod>;

/** What is wrong with a client. Its secret is never shown. */
export const clientProblems = (path: string, { clientId, clientSecret }: Client): Problem[] => [
  ...checked(`${path}.clientId`, clientId, (value) => (value === "" ? notEmpty(value) : word(value))),
  ...whenKnown(clientSecret, (known) =>
    problemIf(
      !/^\S+$/.test(known),
      `${path}.clientSecret`,
      "is empty or has white space. Write it as the provider shows it.",
    ),
  ),
];

/** Whether a host name can only be that of the own computer or of a test (RFC 6761). */
export const isLocalHost = (host: string): boolean =>
  /(?:^|\.)(?:localhost|test)$/.test(host) || /^127(?:\.\d+){3}$/.test(host);

/** The URL of an identity provider: with `https://`, except on the own computer. */
export const providerUrl: Check = (value) =>
  isUrl(value, "http") && isLocalHost(new URL(value).hostname) ? url("http")(value) : url("https")(value);

/** A name without white space, such as a claim or a group. */
export const word: Check = (value) =>
  /^[^\s\p{C}]+$/u.test(value) ? undefined : "is not one word without white space";

/** Claims of OpenID Connect that users choose themselves, with which they could take the name of another user. */
const OWN_CLAIMS = ["name", "nickname", "given_name", "family_name", "middle_name", "profile", "website", "zoneinfo"];

/** The claim with the name of a user. */
export const usernameClaim =
  (others: string): Check =>
  (value) =>
    OWN_CLAIMS.includes(value)
      ? `is a claim that users can change, and so take the name of another one; write ${others}`
      : word(value);

/** Settings for groups whose members may log in; nothing without groups. */
export const groupSettings = (groups: readonly string[] | undefined, stateKey: string): Values =>
  groups === undefined ? {} : { manage_groups: true, auth_state_groups_key: stateKey, allowed_groups: [...groups] };
