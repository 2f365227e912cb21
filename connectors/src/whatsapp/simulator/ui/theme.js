/** Runs before the first paint: the theme that was chosen, else the system's. */
const kept = localStorage.getItem('sim-theme');
if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
