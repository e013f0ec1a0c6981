import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../shared/invalid-args";
import type { Values } from "../../shared/values";
import type { JupyterHubLoginArgs } from "../login-args";

/** What a method needs besides its inputs. */
export interface LoginParts {
  /** URL of JupyterHub, without a slash at its end. */
  readonly url: pulumi.Input<string>;
  /** The passwords of `sharedPassword` and of `dummy`, secret, whether generated or given. */
  readonly userPassword?: pulumi.Input<string>;
  readonly adminPassword?: pulumi.Input<string>;
  /** The secret of the client at an identity provider. */
  readonly clientSecret?: pulumi.Input<string>;
}

/** A way to log in. */
export interface LoginMethod {
  /** Name of its block in the inputs. */
  readonly block: LoginBlock;
  /** Value of `hub.config.JupyterHub.authenticator_class`. */
  readonly authenticator: string;
  /** The class, which is the section of `hub.config` with its settings. */
  readonly section: string;
  /** Whether an identity provider sends users back to the hub. */
  readonly isOAuth: boolean;
  /** Its settings besides those of who may log in. */
  readonly settings: (parts: LoginParts) => Values;
  /** Python that the hub runs last. */
  readonly code?: Readonly<Record<string, string>>;
  /** Inputs that let users in, besides `allowAll` and `allowedUsers`. */
  readonly allows: Readonly<Record<string, readonly string[] | undefined>>;
  /** What is wrong with single inputs. */
  readonly fieldProblems: () => Problem[];
  /** What is wrong with inputs that do not fit together. */
  readonly ruleProblems: (login: JupyterHubLoginArgs) => Problem[];
}

/** The blocks of which one is filled. */
export type LoginBlock = "sharedPassword" | "github" | "google" | "azureAd" | "oidc" | "native" | "dummy";
