import { killedInItsHalf } from "./kill-points";

killedInItsHalf("first");
