// A draft that is being edited: says what is not saved yet, warns before it would be lost, and sends only when somebody answers.
const SLOW_MS = 1500;
const LOST_MS = 10_000;

function start(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>("[data-save-state]");
  if (state === null) return;
  let unsaved = form.hasAttribute("data-unsaved");
  let leaving = false;
  let asking = false;

  const say = (name: "saved" | "unsaved" | "sending" | "slow" | "lost"): void => {
    state.textContent = state.dataset[name] ?? "";
    state.classList.toggle("problem", name === "lost");
  };

  /** Ask whether the service is there: a form that is sent to nobody would take the page with all that was typed off the screen. */
  async function answered(): Promise<boolean> {
    const slow = setTimeout(() => say("slow"), SLOW_MS);
    try {
      return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(LOST_MS) })).ok;
    } catch {
      return false;
    } finally {
      clearTimeout(slow);
    }
  }

  async function send(button: HTMLElement | null): Promise<void> {
    if (asking) return;
    asking = true;
    say("sending");
    const there = await answered();
    asking = false;
    if (!there) return say("lost");
    leaving = true;
    form.requestSubmit(button);
  }

  form.addEventListener("input", () => {
    unsaved = true;
    say("unsaved");
  });
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    void send(event.submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaving = false)); // back from a page that the form led to
  say(unsaved ? "unsaved" : "saved");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form.document-form")) start(form);

export {};
