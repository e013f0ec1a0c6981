/** A principal of IAM: `user:ada@example.org`. */
export interface Principal {
  readonly type: string;
  readonly email: string;
}

/** Reads a principal whose form was checked. */
export function principalOf(member: string): Principal {
  const [type = "", email = ""] = member.split(":");
  return { type, email };
}

/** The domains of the groups among principals, each with the place of the group. */
export const groupDomains = (members: readonly string[]): { readonly index: number; readonly domain: string }[] =>
  members.flatMap((member, index) => {
    const { type, email } = principalOf(member);
    return type === "group" ? [{ index, domain: email.split("@")[1] ?? "" }] : [];
  });
