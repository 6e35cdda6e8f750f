// Command bench runs bylaw beside the tools that it wants to replace, on the same input, in the
// same run, and writes what it measured to RESULTS.md. It is a module of its own, so that nothing
// it needs weighs on the command.
//
//	go run . -corpus DIR [-runs 3] [-only lint-github] [-slow]
//
// DIR holds openapi/*.{json,yaml} and googleapis/**.proto. Peers that cannot be built or installed
// are named as missing, never guessed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	corpus := flag.String("corpus", "", "folder with openapi/ and googleapis/")
	peers := flag.String("peers", filepath.Join(os.TempDir(), "bylaw-bench-peers"), "folder that the peers are built into, and found in the next time")
	runs := flag.Int("runs", 3, "runs of each command; the median counts")
	only := flag.String("only", "", "run only the works whose name contains this")
	slow := flag.Bool("slow", false, "run the peers that take minutes too")
	out := flag.String("o", "RESULTS.md", "file to write")
	flag.Parse()
	if *corpus == "" {
		fmt.Fprintln(os.Stderr, "bench: -corpus DIR is needed")
		os.Exit(2)
	}
	b := bench{runs: *runs, slow: *slow, only: *only}
	if err := b.all(*corpus, *peers, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type bench struct {
	runs int
	slow bool
	only string
}

func (b bench) all(corpus, peersDir, out string) error {
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		return err
	}
	peers := newPeers(peersDir)
	works, err := works(corpus, peers)
	if err != nil {
		return err
	}
	var report strings.Builder
	report.WriteString(heading(b.runs))
	for _, w := range works {
		if strings.Contains(w.name, b.only) {
			report.WriteString(b.work(w))
		}
	}
	for _, c := range comparisons() {
		if strings.Contains(c.folder, b.only) {
			report.WriteString(c.table())
		}
	}
	if strings.Contains("rules", b.only) {
		report.WriteString(rulesTable())
	}
	partial := out + ".partial"
	if err := os.WriteFile(partial, []byte(report.String()), 0o644); err != nil {
		return err
	}
	return os.Rename(partial, out)
}

func (b bench) work(w work) string {
	var text strings.Builder
	fmt.Fprintf(&text, "\n## %s\n\n%s\n\nTarget: %s\n\n", w.name, w.what, w.target)
	text.WriteString("| command | CPU (user+sys) | wall | peak memory | exit | output |\n|---|---|---|---|---|---|\n")
	for _, c := range w.commands {
		if c.slow && !b.slow {
			fmt.Fprintf(&text, "| %s | not run: takes minutes, asked for with -slow | | | | |\n", c.name)
			continue
		}
		fmt.Fprintln(os.Stderr, "bench:", w.name, c.name)
		runs := b.runs
		if c.slow {
			runs = 1
		}
		text.WriteString(c.row(runs))
	}
	return text.String()
}
