/** How many characters Pulumi adds to a name that has to be unique: a dash, and seven of its own. */
export const AUTONAME = 8;
