import type * as pulumi from "@pulumi/pulumi";

/**
 * How users log in. Fill exactly one method, and write who may log in: JupyterHub 5 lets nobody in unless it is told. Names of users are
 * compared in lower case.
 */
export interface JupyterHubLoginArgs {
  /**
   * One password for all users, and another one for administrators, for trials and courses: every user can log in as every other one.
   *
   * @default none: fill exactly one method
   */
  readonly sharedPassword?: JupyterHubSharedPasswordArgs;
  /**
   * Accounts of GitHub. Names of users are those of GitHub.
   *
   * @default none: fill exactly one method
   */
  readonly github?: JupyterHubGitHubArgs;
  /**
   * Accounts of Google. Names of users are e-mail addresses.
   *
   * @default none: fill exactly one method
   */
  readonly google?: JupyterHubGoogleArgs;
  /**
   * Accounts of one tenant of Microsoft Entra ID, formerly Azure AD.
   *
   * @default none: fill exactly one method
   */
  readonly azureAd?: JupyterHubAzureAdArgs;
  /**
   * Any identity provider with OpenID Connect, such as Keycloak.
   *
   * @default none: fill exactly one method
   */
  readonly oidc?: JupyterHubOidcArgs;
  /**
   * Accounts with passwords in JupyterHub's own database. Users sign up at `/hub/signup`. With `allowAll`, an administrator then lets them
   * in at `/hub/authorize`. Names in `adminUsers` and `allowedUsers` need no such approval: whoever signs up with one first has the account,
   * so sign up with them before others reach the page.
   *
   * @default none: fill exactly one method
   */
  readonly native?: JupyterHubNativeArgs;
  /**
   * Every name with every password, as in the chart's own default: whoever reaches the page is who they say, administrators included.
   * Needs `insecureAllowAnyone: true`.
   *
   * @default none: fill exactly one method
   */
  readonly dummy?: JupyterHubDummyArgs;
  /**
   * Whether everyone who reaches the page may be everyone, for `dummy`.
   *
   * @default false
   */
  readonly insecureAllowAnyone?: boolean;
  /**
   * Whether everyone with an account or the password may log in. With `github` and `google` that is the whole world, unless
   * `google.hostedDomains` limits it. Chart key `hub.config.<Authenticator>.allow_all`.
   *
   * @default false
   */
  readonly allowAll?: boolean;
  /**
   * Names of users who may log in, besides administrators. With an empty list, only administrators may. One who is removed is refused at the next
   * login. Chart key `hub.config.<Authenticator>.allowed_users`.
   *
   * @default none
   */
  readonly allowedUsers?: string[];
  /**
   * Names of administrators, who can reach the notebooks of all users. Chart key `hub.config.<Authenticator>.admin_users`.
   *
   * @default none
   */
  readonly adminUsers?: string[];
}

/**
 * Two passwords. They are kept in the hub's Secret in plain text. Who can read Secrets in the namespace can log in.
 */
export interface JupyterHubSharedPasswordArgs {
  /**
   * Password of all users but administrators: at least 8 characters of printable ASCII, without blanks at the ends. Chart key
   * `hub.config.SharedPasswordAuthenticator.user_password`. A secret.
   *
   * @default generated: the output `userPassword`
   */
  readonly userPassword?: pulumi.Input<string>;
  /**
   * Password of administrators: at least 32 characters of printable ASCII, without blanks at the ends, and not that of users. Needs
   * `adminUsers`. Chart key `hub.config.SharedPasswordAuthenticator.admin_password`. A secret.
   *
   * @default generated if there are administrators: the output `adminPassword`
   */
  readonly adminPassword?: pulumi.Input<string>;
}

/** An OAuth app of GitHub. Register `<url>/hub/oauth_callback` as its callback URL. */
export interface JupyterHubGitHubArgs {
  /** Client id of the app. Chart key `hub.config.GitHubOAuthenticator.client_id`. */
  readonly clientId: pulumi.Input<string>;
  /** Client secret of the app. Chart key `hub.config.GitHubOAuthenticator.client_secret`. A secret. */
  readonly clientSecret: pulumi.Input<string>;
  /**
   * Organisations whose members may log in, such as `my-org`, or teams of them, such as `my-org:my-team`. Chart key
   * `hub.config.GitHubOAuthenticator.allowed_organizations`.
   *
   * @default none
   */
  readonly organizations?: string[];
  /**
   * URL of a GitHub Enterprise Server. Chart key `hub.config.GitHubOAuthenticator.github_url`.
   *
   * @default https://github.com
   */
  readonly serverUrl?: string;
}

/** An OAuth client of Google. Register `<url>/hub/oauth_callback` as its redirect URI. */
export interface JupyterHubGoogleArgs {
  /** Client id. Chart key `hub.config.GoogleOAuthenticator.client_id`. */
  readonly clientId: pulumi.Input<string>;
  /** Client secret. Chart key `hub.config.GoogleOAuthenticator.client_secret`. A secret. */
  readonly clientSecret: pulumi.Input<string>;
  /**
   * Domains of Google Workspace. Nobody else may log in, and of their users those whom `allowAll` or `allowedUsers` let in. Chart key
   * `hub.config.GoogleOAuthenticator.hosted_domain`.
   *
   * @default every account of Google
   */
  readonly hostedDomains?: string[];
}

/** An app registration of Microsoft Entra ID. Register `<url>/hub/oauth_callback` as its redirect URI. */
export interface JupyterHubAzureAdArgs {
  /** Tenant id, a UUID: only its accounts may log in. Chart key `hub.config.AzureAdOAuthenticator.tenant_id`. */
  readonly tenantId: string;
  /** Application (client) id. Chart key `hub.config.AzureAdOAuthenticator.client_id`. */
  readonly clientId: pulumi.Input<string>;
  /** Client secret. Chart key `hub.config.AzureAdOAuthenticator.client_secret`. A secret. */
  readonly clientSecret: pulumi.Input<string>;
  /**
   * The claim with the name of a user. Never choose one that users can change, such as `name`, which is JupyterHub's own default. Chart key
   * `hub.config.AzureAdOAuthenticator.username_claim`.
   *
   * @default upn, such as ada@example.org
   */
  readonly usernameClaim?: string;
  /**
   * Ids of groups whose members may log in. The app registration must put the claim `groups` into the id token. Chart key
   * `hub.config.AzureAdOAuthenticator.allowed_groups`.
   *
   * @default none
   */
  readonly allowedGroups?: string[];
}

/** A client of an identity provider. Register `<url>/hub/oauth_callback` as its redirect URI. */
export interface JupyterHubOidcArgs {
  /** URL where users log in, with `https://`. Chart key `hub.config.GenericOAuthenticator.authorize_url`. */
  readonly authorizeUrl: string;
  /** URL where the hub asks for tokens. Chart key `hub.config.GenericOAuthenticator.token_url`. */
  readonly tokenUrl: string;
  /** URL where the hub asks who a user is. Chart key `hub.config.GenericOAuthenticator.userdata_url`. */
  readonly userdataUrl: string;
  /** Client id. Chart key `hub.config.GenericOAuthenticator.client_id`. */
  readonly clientId: pulumi.Input<string>;
  /** Client secret. Chart key `hub.config.GenericOAuthenticator.client_secret`. A secret. */
  readonly clientSecret: pulumi.Input<string>;
  /**
   * The claim with the name of a user. Never choose one that users can change; `email` is one, unless the provider verifies each new
   * address. Chart key `hub.config.GenericOAuthenticator.username_claim`.
   *
   * @default preferred_username
   */
  readonly usernameClaim?: string;
  /**
   * Scopes to ask for, among them `openid`. Chart key `hub.config.GenericOAuthenticator.scope`.
   *
   * @default openid, profile and email
   */
  readonly scopes?: string[];
  /**
   * Groups whose members may log in. Chart key `hub.config.GenericOAuthenticator.allowed_groups`.
   *
   * @default none
   */
  readonly allowedGroups?: string[];
  /**
   * The claim with the groups of a user. Needs `allowedGroups`. Chart key `hub.config.GenericOAuthenticator.auth_state_groups_key`.
   *
   * @default groups
   */
  readonly groupsClaim?: string;
  /**
   * Name of the provider on the login page. Chart key `hub.config.GenericOAuthenticator.login_service`.
   *
   * @default the host of authorizeUrl
   */
  readonly displayName?: string;
}

/** Accounts in JupyterHub's own database. */
export interface JupyterHubNativeArgs {
  /**
   * The fewest characters of a password. Chart key `hub.config.NativeAuthenticator.minimum_password_length`.
   *
   * @default 12
   */
  readonly minimumPasswordLength?: number;
}

/** A login without protection has no settings. */
export interface JupyterHubDummyArgs {
  /**
   * One password that every name must give. Chart key `hub.config.DummyAuthenticator.password`. A secret.
   *
   * @default none: every password is right
   */
  readonly password?: pulumi.Input<string>;
}
