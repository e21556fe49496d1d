// The client makes a page handier that already works: it fetches the very pages that links and forms lead to and
// swaps what changed, so every number still comes from one place, the server. When it is not there, or fails to
// start, nothing is lost but the comfort.
import { startCopy } from "./copy";
import { startKeyboard } from "./keyboard";
import { startNavigation } from "./navigate";
import { startPanel } from "./panel";
import { startSuggestions } from "./suggest";
import { startYears } from "./years";

startNavigation();
startPanel();
startYears();
startKeyboard();
startCopy();
startSuggestions();
for (const hint of document.querySelectorAll<HTMLElement>("[data-needs-client]")) hint.hidden = false;
