// Brings the module of reporting when somebody first reports: most readers never do.

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-report]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { module } = document.querySelector("[data-module]").dataset;
  const report = await import(module).catch(() => null);
  if (report) report.toggle(link);
  else location.assign(link.href);
});
