// For the whole page: its language, a link past the navigation, and wide tables that a keyboard can scroll.

// Boxes that scroll sideways where the screen is too narrow for what is in them.
const BOXES = "[data-testid=stTable] > div, .st-key-position_chart";

export default function ({ parentElement }) {
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
  const find = () => {
    for (const box of document.querySelectorAll(BOXES)) {
      sized.observe(box);
      if (box.firstElementChild) sized.observe(box.firstElementChild);
    }
  };
  const added = new MutationObserver(find);
  added.observe(document.querySelector("[data-testid=stMain]"), { childList: true, subtree: true });
  find();
  return () => {
    sized.disconnect();
    added.disconnect();
  };
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
