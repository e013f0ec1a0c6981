import { filled, oneOf } from "../../shared/one-of";
import type { Problem } from "../../shared/invalid-args";
import type { JupyterHubLoginArgs } from "../login-args";
import { azureAd } from "./azure-ad";
import { dummy } from "./dummy";
import { github } from "./github";
import { google } from "./google";
import type { LoginBlock, LoginMethod } from "./method";
import { native } from "./native";
import { oidc } from "./oidc";
import { sharedPassword } from "./shared-password";

export type { LoginMethod, LoginParts } from "./method";

type Methods = { readonly [Block in LoginBlock]: (args: NonNullable<JupyterHubLoginArgs[Block]>) => LoginMethod };

const METHODS: Methods = { sharedPassword, github, google, azureAd, oidc, native, dummy };

const blocksOf = (login: JupyterHubLoginArgs) =>
  Object.fromEntries((Object.keys(METHODS) as LoginBlock[]).map((block) => [block, login[block]]));

/** The methods whose blocks are filled. */
export const chosenMethods = (login: JupyterHubLoginArgs): LoginMethod[] =>
  (filled(blocksOf(login)) as LoginBlock[]).map((block) =>
    (METHODS[block] as (args: unknown) => LoginMethod)(login[block]),
  );

/** The method; exactly one block must be filled. */
export const chosenMethod = (login: JupyterHubLoginArgs): LoginMethod => chosenMethods(login)[0] as LoginMethod;

/** What is wrong with the choice of a method. */
export const choiceProblems = (login: JupyterHubLoginArgs): Problem[] => oneOf("login", blocksOf(login), login);
