package io.github.connectionprobe.report;

/** How all pages look. */
final class PageStyle {

  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --paper: #ffffff; --card: #f6f7f9; --ink: #1b2330; --soft: #4f5a69; --edge: #d8dee6;
        --link: #1d4fa8; --bad: #a3155f; --bad-paper: #fbeef4;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --paper: #14181f; --card: #1d232c; --ink: #e6eaf0; --soft: #a8b2c0; --edge: #363f4c;
          --link: #8fb8ff; --bad: #ff8fc4; --bad-paper: #35192a;
        }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
      main { max-width: 1500px; margin: 0 auto; padding: 24px 20px 48px; }
      h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 4px; }
      h2 { font-size: 1.15rem; margin: 32px 0 8px; }
      h3 { font-size: 1rem; margin: 0 0 4px; }
      p, ul { margin: 0 0 8px; }
      a { color: var(--link); }
      code { font-size: .93em; }
      .test { font-weight: 600; }
      .way, .end, .note { color: var(--soft); }
      .verdict { margin-top: 12px; padding: 8px 12px; border-left: 4px solid var(--edge);
        background: var(--card); }
      .verdict.bad { border-color: var(--bad); background: var(--bad-paper); }
      .figures { display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0; }
      .figure { flex: 1 1 100px; max-width: 180px; padding: 8px 10px; border-radius: 6px;
        border: 1px solid var(--edge); background: var(--card); }
      .figure dt { color: var(--soft); font-size: .87rem; }
      .figure dd { margin: 0; font-size: 1.4rem; line-height: 1.2; overflow-wrap: normal;
        font-variant-numeric: tabular-nums; }
      .figure.bad { border-color: var(--bad); background: var(--bad-paper); }
      .figure.bad dd { color: var(--bad); font-weight: 600; }
      .chip { display: inline-block; padding: 0 7px; border-radius: 9px; font-size: .8rem;
        border: 1px solid var(--edge); }
      .chip.bad { border-color: var(--bad); color: var(--bad); font-weight: 600; }
      .cause { padding: 12px 16px; margin: 0 0 12px; border: 1px solid var(--edge);
        border-left-width: 4px; border-radius: 6px; max-width: 900px; }
      .cause.bad { border-left-color: var(--bad); }
      .cause ul { padding-left: 20px; }
      .cause p:last-child { margin-bottom: 0; }
      details { margin-top: 24px; }
      summary { cursor: pointer; font-weight: 600; padding: 4px 0; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; width: 100%; font-size: .93rem; }
      caption { text-align: left; color: var(--soft); }
      th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0;
        border-bottom: 1px solid var(--edge); }
      td code { display: block; }
      th.n { width: 1%; }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      td.bad { color: var(--bad); font-weight: 600; }
      tbody th { background: var(--card); padding-left: 6px; }
      .path { min-width: 10em; }
      @media (max-width: 640px) {
        main { padding: 16px 14px 32px; }
        th, td { padding-right: 8px; }
        th.n { font-size: .75rem; }
      }
      @media print {
        main { padding: 0; max-width: none; }
        .lane, .cause, tr { break-inside: avoid; }
        details::details-content { content-visibility: visible; height: auto; }
      }
      """;

  private PageStyle() {}
}
