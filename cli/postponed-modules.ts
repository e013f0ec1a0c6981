/** Must be loaded before the modules that it postpones. */
import { postpone } from "../recorder/postpone";

// Few plans read or write other YAML than that of the project. Its 72 files take a twentieth of the time of a plan.
postpone(require.resolve("yaml"), { isEsModule: false });
