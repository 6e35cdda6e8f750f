package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/importer"
)

// initFrom writes a bylaw.yaml beside another linter's configuration, and tells what of that has no
// counterpart. dir is "" where it was not said.
func initFrom(s streams, file, dir string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	result, err := importer.Read(file, content, catalog(newSet()))
	if err != nil {
		return err
	}
	if dir == "" {
		dir = filepath.Dir(file) // what it names is relative to where it lies
	}
	path := filepath.Join(dir, config.FileName)
	if err := create(path, result.Config); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "wrote %s: %s of %s have a counterpart\n", path, plural(result.Taken, "rule"), filepath.Base(file))
	if err := printLeft(s.out, result.Left); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, "Next: bylaw lint; bylaw lint --preset recommended shows what bylaw finds besides")
	return err
}

func printLeft(w io.Writer, left []importer.Left) error {
	if len(left) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\nwithout a counterpart (%d):\n", len(left))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range left {
		fmt.Fprintf(table, "  %s\t%s\n", oneLine(l.What), oneLine(l.Why))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// oneLine keeps what stands in a file from writing lines and colours of its own.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}
