import { killedInItsHalf } from "./kill-points";

killedInItsHalf("second");
