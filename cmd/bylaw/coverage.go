package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/bylaw-dev/bylaw/breaking/coverage"
)

// printCoverage says what `bylaw breaking` tells of every single edit that can be made.
func printCoverage(w io.Writer) error {
	for i, table := range coverage.Tables() {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "# %s: every edit that %s know of, made one at a time\n", table.Format, table.Source)
		if _, err := io.WriteString(w, table.Text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", coverageTotals())
	return err
}

// coverageTotals counts the kinds of edits by what comes of them.
func coverageTotals() string {
	reported, refused, nothing := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, table := range coverage.Tables() {
		for _, line := range strings.Split(strings.TrimSpace(table.Text), "\n")[1:] {
			edit, rest, _ := strings.Cut(line, "\t")
			_, outcome, _ := strings.Cut(rest, "\t")
			switch {
			case strings.HasPrefix(outcome, "no matter"):
				nothing[edit] = true
			case strings.HasPrefix(outcome, "refused"):
				refused[edit] = true
			default:
				reported[edit] = true
			}
		}
	}
	return fmt.Sprintf("%d kinds of edits are reported; %d are, in some places, refused by the loader, and %d no matter of the contract for the reason given; none is silent",
		len(reported), len(refused), len(nothing))
}
