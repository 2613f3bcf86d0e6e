// Before the first paint: the theme that this visitor chose, and the switch between light and dark once the page stands.
const KEY = "optop-theme";
const root = document.documentElement;

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off: the system's theme holds
  }
}

function keep(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds for this page then.
  }
}

const chosen = stored();
if (chosen === "light" || chosen === "dark") root.dataset["theme"] = chosen;
root.classList.add("scripted");

function isDark(): boolean {
  return root.dataset["theme"] === "dark" || (root.dataset["theme"] === undefined && matchMedia("(prefers-color-scheme: dark)").matches);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      root.dataset["theme"] = theme;
      keep(theme);
      button.setAttribute("aria-pressed", String(isDark()));
      document.dispatchEvent(new CustomEvent("optop-theme"));
    });
  }
});

export {};
