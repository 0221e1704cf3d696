package io.github.connectionprobe.report;

/** How lanes and what is drawn in them look. */
final class PictureStyle {

  /** The colours of shapes; the page's own and those of a picture that stands alone. */
  static final String SHAPES =
      """
      .s2 { fill: #15735a; } .s3 { fill: #3a5fc0; } .s4 { fill: #9a5200; } .s5 { fill: #b3262e; }
      .s0 { fill: #6b7482; fill-opacity: .35; stroke: #6b7482; stroke-dasharray: 4 2; }
      .bar { stroke-width: 1px; }
      .s2 { stroke: #15735a; } .s3 { stroke: #3a5fc0; } .s4 { stroke: #9a5200; }
      .s5 { stroke: #b3262e; }
      .paper { fill: #fff; } .idle { fill: #e9edf2; } .rail { stroke: #8a94a3; stroke-width: 2px; }
      .grid { stroke: #dfe4ea; } .rest { fill: #8a94a3; }
      .opened { fill: #fff; stroke: #6b7482; stroke-width: 2px; }
      .loss { fill: #a3155f; stroke: #fff; stroke-width: 1px; }
      .excused { fill: #fff; stroke: #a3155f; stroke-width: 2px; }
      .ring, .marked { stroke: #a3155f; stroke-width: 2px; } .ring { fill: none; }
      .fin { fill: #2b3442; stroke: #fff; stroke-width: 1px; }
      .rst { fill: none; stroke: #b3262e; stroke-width: 3px; }
      .open { fill: #c3d0e6; } .flight { stroke: #15735a; fill: none; stroke-width: 2px; }
      .needed { stroke: #a3155f; stroke-width: 1.5px; stroke-dasharray: 6 4; }
      .tick, .end, .needed-label { fill: #4f5a69; } .in { fill: #fff; }
      .in.s0 { fill: #1b2330; fill-opacity: 1; stroke: none; }
      .lost { fill: url(#lost); } .t-lost { stroke: #a3155f; }
      .handshake { fill: #6a45a8; stroke: #6a45a8; }
      text { font: 11px system-ui, sans-serif; }
      @media (prefers-color-scheme: dark) {
        .paper { fill: #14181f; } .idle { fill: #262e39; } .grid { stroke: #2c343f; } .rail { stroke: #7d899a; }
        .opened, .excused { fill: #14181f; } .opened { stroke: #a8b2c0; }
        .loss { fill: #ff8fc4; stroke: #14181f; } .t-lost { stroke: #ff8fc4; }
        .excused, .ring, .marked, .needed { stroke: #ff8fc4; }
        .fin { fill: #e6eaf0; stroke: #14181f; } .rst { stroke: #ff7b7f; }
        .open { fill: #33435f; } .flight { stroke: #4fc3a0; }
        .tick, .end, .needed-label { fill: #a8b2c0; } .in.s0 { fill: #e6eaf0; }
      }
      """;

  /** The words of a picture that stands alone. */
  static final String WORDS =
      """
      .words { font-size: 13px; fill: #1b2330; } .strong { font-weight: 600; }
      .bad { fill: #a3155f; font-weight: 600; }
      @media (prefers-color-scheme: dark) { .words { fill: #e6eaf0; } .bad { fill: #ff8fc4; } }
      """;

  static final String CSS =
      SHAPES
          + """
          .defs { position: absolute; }
          .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0; list-style: none;
            font-size: .87rem; color: var(--soft); }
          .legend svg { vertical-align: -3px; }
          .lanes { list-style: none; margin: 0; padding: 0; }
          .lane { display: grid; grid-template-columns: 220px minmax(0, 1fr) 260px; gap: 0 16px;
            align-items: center; border-bottom: 1px solid var(--edge); padding: 2px 0; }
          .lane p { margin: 0; line-height: 1.35; font-size: .87rem; }
          .lane .name { font-size: .95rem; }
          .track { display: block; }
          @media (max-width: 1100px) {
            .lane { grid-template-columns: 200px minmax(0, 1fr); }
            .why { grid-column: 1 / -1; padding-bottom: 4px; }
          }
          @media (max-width: 640px) {
            .minor { display: none; }
            .lane { display: block; padding: 8px 0 4px; }
          }
          """;

  private PictureStyle() {}
}
