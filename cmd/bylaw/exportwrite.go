package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// write puts the documents where they are wanted.
func (x *exporting) write(s streams, in *exportInput) error {
	if x.flags.output == "" {
		if len(in.exports) > 1 {
			return fmt.Errorf("these are %d packages, %s and %s among them: name one, or a folder for their documents with --output",
				len(in.exports), in.exports[0].api.Name, in.exports[1].api.Name)
		}
		_, err := s.out.Write(x.printed(in.exports[0], ""))
		return err
	}
	if !x.toFolder(in) {
		return replace(x.flags.output, x.printed(in.exports[0], x.flags.output))
	}
	for _, e := range in.exports {
		name := filepath.Join(x.flags.output, x.fileName(e))
		if err := replace(name, x.printed(e, name)); err != nil {
			return err
		}
	}
	return nil
}

// toFolder reports whether the output is a folder: because it is one, is written as one, or has to be.
func (x *exporting) toFolder(in *exportInput) bool {
	if len(in.exports) > 1 || strings.HasSuffix(x.flags.output, "/") || strings.HasSuffix(x.flags.output, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(x.flags.output)
	return err == nil && info.IsDir()
}

// fileName names a document as its package is named; a package has only letters, digits, dots and underscores.
func (x *exporting) fileName(e export) string {
	name := e.api.Name
	if name == "" {
		name = "openapi"
	}
	if x.flags.as == asJSON {
		return name + ".json"
	}
	return name + ".yaml"
}

// printBeside prints the findings: not where the document is.
func (x *exporting) printBeside(s streams, in *exportInput, summary *report.Summary) error {
	w := s.out
	if x.flags.output == "" {
		w = s.err
	}
	return x.printFound(w, in, summary)
}

// printFound prints the summary, but not to a reader for whom there is nothing in it.
func (x *exporting) printFound(w io.Writer, in *exportInput, summary *report.Summary) error {
	var outputs []report.Output
	for _, o := range x.outputs {
		if len(summary.Findings) > 0 || o.Path != "" || o.Format.Name != "text" {
			outputs = append(outputs, o)
		}
	}
	if err := report.WriteOutputs(outputs, w, summary, x.printing(w, in.tree)); err != nil {
		return err
	}
	return verdict(summary)
}
