// YAML with its checks beside it: half a second after the last key the service judges what stands there; the newest answer wins.
const WAIT_MS = 500;

function start(form: HTMLFormElement): void {
  const address = form.dataset["liveChecks"];
  const editor = form.querySelector("textarea");
  const result = document.querySelector<HTMLElement>("[data-live-result]");
  const state = document.querySelector<HTMLElement>("[data-live-state]");
  if (address === undefined || editor === null || result === null || state === null) return;
  let timer = 0;
  let running: AbortController | null = null;

  async function check(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    state!.textContent = state!.dataset["working"] ?? "";
    try {
      const body = new URLSearchParams({ document: editor!.value });
      const answer = await fetch(address!, { method: "POST", body, signal: mine.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
      result!.replaceChildren(...piece.body.childNodes);
      state!.textContent = "";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return; // a newer one is on its way
      state!.textContent = state!.dataset["lost"] ?? "";
    }
  }

  editor.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void check(), WAIT_MS);
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-live-checks]")) start(form);

export {};
