"""How the HTML hand-out looks: on a screen in both themes, and on A4 and letter paper."""

STYLE = """
@page { size: auto; margin: 12mm; }
:root { color-scheme: light dark; --ink: #23272c; --quiet: #5f656d; --paper: #fffdf9;
  --line: #d9d3c5; --side: #9a4513; --plate: none; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #f4efe4; --quiet: #a9b2bc;
  --paper: #14191f; --line: #39444f; --side: #f3b680; --plate: #f6f3ec; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--paper);
  color: var(--ink); font: 15px/1.4 Georgia, "Iowan Old Style", "Liberation Serif", serif; }
.store { position: absolute; }
h1 { font-size: 2rem; line-height: 1.1; margin: 0 0 .3rem; font-weight: 600; }
h2 { font-size: 1.2rem; margin: 1rem 0 .4rem; border-bottom: 1px solid var(--line);
  break-after: avoid; font-weight: 600; }
h3 { font-size: 1.1em; margin: 0; line-height: 1.25; font-weight: 600; }
h3 b { color: var(--quiet); font-weight: 400; }
h3 i { color: var(--quiet); font-weight: 400; font-size: .82em; display: inline-block; }
p { margin: .12rem 0; }
.facts, .muscles, footer { color: var(--quiet); }
.muscles { font-size: .85rem; }
.muscles b { font-weight: 600; }
.legend { margin-top: .35rem; }
.legend span { margin-right: 1rem; white-space: nowrap; }
.legend svg { width: 1.5rem; height: .86rem; vertical-align: -.1rem; border-radius: .1rem;
  background: #fff; }
.cards { display: grid; grid-template-columns: repeat(12, 1fr); gap: 0 1.1rem;
  margin-top: .6rem; align-items: start; }
article { grid-column: span var(--big); grid-row: span 2; display: grid;
  grid-template-rows: subgrid; break-inside: avoid; padding-bottom: 1rem; }
article.small { grid-column: span var(--small); font-size: .9rem; }
.pictures { display: flex; gap: .5rem; align-items: end; align-self: end; padding-bottom: .2rem;
  margin-bottom: .3rem; border-bottom: 1px solid var(--line); }
figure { margin: 0; flex: 1 1 0; min-width: 0; text-align: center; font-size: .75rem;
  color: var(--quiet); line-height: 1.2; }
figure svg { width: 100%; height: auto; max-height: calc(var(--tall) * var(--share));
  display: block; border-radius: .3rem; background: var(--plate); }
.cards { --tall: 8.4rem; --low: 5.4rem; --lowest: 4rem; }
.large .cards { --tall: 11rem; --low: 6.5rem; }
article.small { --tall: var(--low); }
.again article.small, .variants, article.small:only-child { --tall: var(--lowest); }
.blank { flex: 1; height: 5rem; border: 1px dashed var(--line); border-radius: .3rem; }
.variants { display: flex; gap: .5rem; margin-top: .4rem; align-items: start; }
.variants figure { flex: 0 1 31%; }
article p { font-size: .92em; }
article .amount { font-weight: 600; }
.side { color: var(--side); }
article .caution, article .way, article .easier { font-size: .82em; }
article .way { line-height: 1.3; }
.easier { color: var(--quiet); }
.why { margin: .4rem 0; }
#notes { break-inside: avoid; }
.ruled { height: 2rem; border-bottom: 1px solid var(--line); }
#notes + footer { margin-top: 1.2rem; }
@media screen { .ruled, #notes.blank-page { display: none; } }
.caution, .options { color: var(--quiet); font-style: italic; }
.note { margin: .7rem 0 .2rem; font-style: italic; break-after: avoid; }
.again .note { margin: .2rem 0; }
.again { break-inside: avoid; border-left: 2px solid var(--line); padding-left: .8rem; }
.again .cards { margin-top: .2rem; }
.again article, article:only-child { grid-row: auto; display: flex; gap: .8rem;
  align-items: center; padding-bottom: .4rem; line-height: 1.25; }
.again article { grid-column: span 3; gap: .5rem; }
article:only-child { grid-column: span 8; }
article.small:only-child { grid-column: span 6; }
.again .pictures, article:only-child .pictures { flex: 0 0 40%; border: 0; margin: 0;
  align-self: auto; }
footer { margin-top: .6rem; padding-top: .4rem; font-size: .82rem;
  border-top: 1px solid var(--line); break-inside: avoid; }
@media screen and (max-width: 50rem) { .cards article { grid-column: span 6; }
  .cards article.small { grid-column: span 4; } }
@media screen and (max-width: 32rem) { .cards article { grid-column: 1 / -1; }
  .cards article.small { grid-column: span 6; } }
@media print { :root { --ink: #000; --quiet: #444; --paper: #fff; --line: #bbb; --side: #000; }
  :root { font-size: 10pt; } h2 { margin-top: .6rem; }
  body { padding: 0; max-width: none; font-size: 1rem; line-height: 1.3; }
  .side { font-weight: 600; }
  .cards { --tall: 3.4cm; --low: 2cm; --lowest: 1.6cm; gap: 0 .5cm; margin-top: .2cm; }
  .large .cards { --tall: 3.5cm; --low: 2.4cm; } article { padding-bottom: .3cm; }
  footer { margin-top: .1cm; } #notes + footer { margin-top: .6cm; } }
"""
