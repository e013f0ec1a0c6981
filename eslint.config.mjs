import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { importBoundaries, targets } from "./scripts/import-boundaries.mjs";

/** What differs between targets is a fact or an operation that the target provides, never a comparison with its name. */
const noTargetNames = ["BinaryExpression[operator=/^[!=]==?$/]", "SwitchCase"].map((parent) => ({
  selector: `${parent} > Literal[value=/^(?:${targets.join("|")})$/]`,
  message: "Only components/targets/ may compare with the name of a target. Let the target provide a fact instead.",
}));

const noDynamicImport = {
  selector: "ImportExpression",
  message:
    "import() stays native in CommonJS and fails for folders and under mocks: use require to load a module later.",
};

const onlyInstallChart = {
  selector: "NewExpression[callee.property.name='Release'], NewExpression[callee.name='Release']",
  message: "Only installChart of components/shared/install-chart.ts creates Helm releases: call it instead.",
};

const onlyWarn = {
  selector: "MemberExpression[object.property.name='log'][property.name='warn']",
  message:
    "Call warn of components/shared/warn.ts: a message about a resource can make later runs of the process wait for ever.",
};

/** Loading all of such a package takes longer than what this project needs of it: 0.1 s of a plan for `@pulumi/kubernetes`. */
const noWholePackage = ["@pulumi/kubernetes", "@pulumi/kubernetes/helm/v3", "@pulumi/aws/cloudwatch"].map((name) => ({
  name,
  allowTypeImports: true,
  message:
    "Import each class from its own module, such as @pulumi/kubernetes/core/v1: the whole package is slow to load.",
}));

export default defineConfig(
  // template/ is a project of its own, whose packages are not installed here. tests/plan/cli/init-projects.spec.ts checks its types.
  globalIgnores(["dist/", ".toolchain/", "template/", "tests/contracts/charts/**/templates/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts", "components/**/*.cjs"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
      // An Output in a template string prints a warning instead of its value: allow only strings and numbers.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        {
          allowAny: false,
          allowArray: false,
          allowBoolean: false,
          allowNever: false,
          allowNullish: false,
          allowNumber: true,
          allowRegExp: false,
        },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Fields become outputs in the schema of a component, getters do not: they are not interchangeable.
      "@typescript-eslint/class-literal-property-style": "off",
      // This rule requires `!`, but strictTypeChecked forbids it.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // Allow quoted keys for external data such as manifests and kubeconfigs.
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      // An empty string in a stack's config means "not given", so || is correct for strings.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
    },
  },
  {
    // The text of a program that commands run, with types in comments. The compiler knows its globals, and the rules see no casts.
    files: ["components/**/*.cjs"],
    rules: {
      "no-undef": "off",
      "@typescript-eslint/no-require-imports": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
  {
    // Scripts of a page, in files that share their names. The compiler checks both: `npm run check` runs it on this folder.
    files: ["cli/plan/html/page/*.js"],
    languageOptions: { sourceType: "script" },
    rules: { "no-undef": "off", "no-unused-vars": "off" },
  },
  {
    files: ["**/*.{mjs,cjs}"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },

  { files: ["components/**/*.ts"], rules: { "no-console": "error" } },
  {
    files: ["cli/**/*.ts", "policy/**/*.ts", "recorder/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...noTargetNames] },
  },
  { files: ["programs/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...noTargetNames, noDynamicImport] } },
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...noTargetNames, noDynamicImport, onlyInstallChart, onlyWarn],
      "@typescript-eslint/no-restricted-imports": ["error", ...noWholePackage],
    },
  },
  {
    files: ["components/targets/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", noDynamicImport, onlyInstallChart, onlyWarn] },
  },
  {
    files: ["components/shared/{install-chart,warn}.ts"],
    rules: { "no-restricted-syntax": ["error", ...noTargetNames, noDynamicImport] },
  },
  importBoundaries,

  {
    files: ["tests/**/*.ts"],
    rules: {
      // Tests also run empty programs.
      "@typescript-eslint/no-empty-function": ["error", { allow: ["arrowFunctions"] }],
      "no-restricted-properties": [
        "error",
        ...["describe", "context", "suite", "it", "specify", "test"].map((object) => ({
          object,
          property: "only",
          message: "With .only, the other tests do not run, and nothing reports it.",
        })),
      ],
    },
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
);
