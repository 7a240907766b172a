// For the whole page: its language, a link past the navigation, wide tables that a keyboard can scroll, charts in the
// colours of the theme, and a server that knows the page.

// Boxes that scroll sideways where the screen is too narrow for what is in them.
const BOXES = "[data-testid=stTable] > div, .st-key-position_chart";

export default function ({ parentElement, data, setTriggerValue }) {
  // Streamlit's page says "en".
  document.documentElement.lang = "en-GB";

  parentElement.querySelector("a").onclick = (event) => {
    event.preventDefault();
    const heading = document.querySelector("[data-testid=stMain] h1");
    heading.tabIndex = -1;
    heading.focus();
  };

  const sized = new ResizeObserver((entries) => {
    for (const box of new Set(entries.map(({ target }) => target.closest(BOXES)))) if (box) reachable(box);
  });
  const status = parentElement.querySelector("[role=status]");
  const find = () => {
    landmark();
    announce(status);
    for (const box of document.querySelectorAll(BOXES)) {
      sized.observe(box);
      if (box.firstElementChild) sized.observe(box.firstElementChild);
    }
  };
  const added = new MutationObserver(find);
  added.observe(document.querySelector("[data-testid=stMain]"), { childList: true, subtree: true, characterData: true });
  find();

  // The server writes a chart's colours: it is asked again when the reader or the evening changes the theme.
  let known = data.background;
  const themed = new MutationObserver(() => {
    const shown = getComputedStyle(parentElement).getPropertyValue("--st-background-color");
    if (shown !== known) setTriggerValue("theme", (known = shown));
  });
  themed.observe(document.querySelector("[data-testid=stApp]"), { attributeFilter: ["class", "style"] });

  // A server that was restarted, or forgot this page while the laptop slept, knows nothing of it until it is asked again:
  // downloads and uploads would fail.
  const app = document.querySelector("[data-testid=stApp]");
  let away = false;
  const connected = new MutationObserver(() => {
    const here = app.dataset.testConnectionState === "CONNECTED";
    if (here && away) setTriggerValue("returned", Date.now());
    away = !here;
  });
  connected.observe(app, { attributeFilter: ["data-test-connection-state"] });

  return () => {
    connected.disconnect();
    themed.disconnect();
    sized.disconnect();
    added.disconnect();
  };
}

// Streamlit's links between pages are in no landmark, and the one to the page that is open is marked by its looks alone.
function landmark() {
  const links = document.querySelector(".st-key-navigation");
  if (!links) return; // before signing in
  links.setAttribute("role", "navigation");
  links.setAttribute("aria-label", "Pages");
  for (const link of links.querySelectorAll("[data-testid=stPageLink] a")) {
    // The first page has no name: opened in a new tab, its link would lead to the page that it stands on.
    const address = link.getAttribute("href").replace(/^\?/, "./?");
    link.setAttribute("href", address);
    const name = address.split("?")[0].replace("./", "");
    if (location.pathname.endsWith(`/${name}`)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// Streamlit has its messages announced, but not the steps of a refresh.
function announce(status) {
  const step = document.querySelector(".st-key-refreshing summary")?.innerText ?? "";
  if (status.textContent !== step) status.textContent = step;
}

// A stop of the Tab key where there is something to scroll, and nowhere else.
function reachable(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  const label = box.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "Wide content";
  for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": label })) {
    if (scrolls) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
}
