import { formsOf } from "../../../recorder/secrets";

/** Secrets to look for, by what they are called in a failure. */
export type Secrets = Readonly<Record<string, string>>;

/** Finds secrets in texts, in every form in which a text can have them. */
export class Search {
  private readonly forms: readonly (readonly [form: string, name: string])[];

  constructor(secrets: Secrets) {
    for (const [name, secret] of Object.entries(secrets)) {
      if (secret.length < 12) throw new Error(`${name} is too short to be found`);
    }
    this.forms = Object.entries(secrets).flatMap(([name, secret]) =>
      formsOf(secret).map((form) => [form, name] as const),
    );
  }

  /** What is looked for. */
  get names(): string[] {
    return [...new Set(this.forms.map(([, name]) => name))].sort();
  }

  /** The names of the secrets in a text. */
  in(text: string): string[] {
    return [...new Set(this.forms.filter(([form]) => text.includes(form)).map(([, name]) => name))].sort();
  }
}
