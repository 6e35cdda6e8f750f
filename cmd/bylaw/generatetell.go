package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/protobuf"
	"github.com/bylaw-dev/bylaw/report"
)

// tell says what was done, or what would have been.
func (g *generation) tell(s streams, in *input, summary *report.Summary, outcomes []outcome) error {
	switch {
	case g.flags.check:
		return g.tellCheck(s, in, summary, outcomes)
	case g.flags.diff:
		return g.tellDiff(s, in, summary, outcomes)
	}
	if err := g.printSome(s.out, in, summary); err != nil {
		return err
	}
	w := g.talk(s)
	for i := range outcomes {
		if g.flags.dryRun {
			outcomes[i].list(w)
		} else {
			outcomes[i].tell(w)
		}
	}
	if !g.flags.dryRun {
		tellNext(w, outcomes)
	}
	return g.patch(w, outcomes, generator.Edited)
}

// talk returns where to speak to the user: not where a program reads.
func (g *generation) talk(s streams) io.Writer {
	for _, output := range g.outputs {
		if output.Path == "" && output.Format.Name != "text" {
			return s.err
		}
	}
	return s.out
}

// printSome prints the summary, but not to a reader for whom there is nothing in it.
func (g *generation) printSome(w io.Writer, in *input, summary *report.Summary) error {
	outputs := g.outputs
	if len(summary.Findings) == 0 {
		outputs = slices.DeleteFunc(slices.Clone(outputs), func(o report.Output) bool { return o.Path == "" && o.Format.Name == "text" })
	}
	return report.WriteOutputs(outputs, w, summary, g.printing(w, in.tree))
}

// tellDiff prints a patch.
func (g *generation) tellDiff(s streams, in *input, summary *report.Summary, outcomes []outcome) error {
	if len(summary.Findings) > 0 {
		if err := report.Text(s.err, summary, g.printing(s.err, in.tree)); err != nil {
			return err
		}
	}
	return g.patch(s.out, outcomes, generator.Missing, generator.Stale, generator.Orphan)
}

// patch prints the differences of those kinds.
func (g *generation) patch(w io.Writer, outcomes []outcome, kinds ...generator.Kind) error {
	var errs []error
	for _, o := range outcomes {
		options := outputOptions(w, g.options.color)
		options.Display = o.display
		for _, d := range o.drift {
			if slices.Contains(kinds, d.Kind) {
				errs = append(errs, report.Diff(w, d.Path, d.Old, d.New, options))
			}
		}
	}
	return errors.Join(errs...)
}

// tellCheck prints how stale files differ, and makes findings of all that differs.
func (g *generation) tellCheck(s streams, in *input, summary *report.Summary, outcomes []outcome) error {
	if g.talk(s) == s.out {
		if err := g.patch(s.out, outcomes, generator.Stale, generator.Edited); err != nil {
			return err
		}
	}
	for i := range outcomes {
		summary.Findings = append(summary.Findings, outcomes[i].findings(in.tree.Root())...)
	}
	summary.Findings = report.Sort(summary.Findings)
	if err := g.printSome(s.out, in, summary); err != nil {
		return err
	}
	for i := range outcomes {
		if len(outcomes[i].drift) == 0 {
			outcomes[i].tell(g.talk(s))
		}
	}
	return verdict(summary)
}

// display returns a file of the module as someone who stands here names it.
func (o *outcome) display(name string) string {
	return relative(filepath.Join(o.place.Root, filepath.FromSlash(name)))
}

// list names the files that would change.
func (o *outcome) list(w io.Writer) {
	doing := map[generator.Kind]string{
		generator.Missing: "write", generator.Stale: "overwrite", generator.Orphan: "delete",
	}
	for _, d := range o.differences() {
		if verb, ok := doing[d.Kind]; ok {
			fmt.Fprintf(w, "would %s %s\n", verb, o.display(d.Path))
		}
	}
	if len(o.drift) == 0 {
		o.tell(w)
	}
}

// tell says in a few lines what was done.
func (o *outcome) tell(w io.Writer) {
	for _, folder := range o.folders() {
		if folder == o.place.Out || !o.told || o.count(folder, generator.Missing, generator.Stale, generator.Orphan) > 0 {
			fmt.Fprintf(w, "%s: %s\n", o.display(folder), o.done(folder))
		}
	}
	for _, d := range o.drift {
		switch {
		case d.Kind == generator.Edited:
			fmt.Fprintf(w, "  %s has been edited and is left alone\n", o.display(d.Path))
		case d.Kind == generator.Unlisted:
			fmt.Fprintf(w, "  %s says that bylaw has generated it, but %s does not list it: delete it if nothing needs it\n", o.display(d.Path), generator.ManifestPath)
		case d.ByHand:
			fmt.Fprintf(w, "  %s had been edited; what was generated is back\n", o.display(d.Path))
		}
	}
}

// tellNext says what is to be done with what has been written the first time.
func tellNext(w io.Writer, outcomes []outcome) {
	var written []outcome
	var next, likewise []string
	servers := false
	for _, o := range outcomes {
		if o.count(o.place.Out, generator.Missing, generator.Stale) > 0 {
			written = append(written, o)
		}
		switch {
		case !o.isNew():
		case len(o.job.plan.Servers) > 0 && servers:
			likewise = append(likewise, o.job.plan.Servers...)
		default:
			next = append(next, o.job.plan.Next...)
			servers = servers || len(o.job.plan.Servers) > 0
		}
	}
	if len(likewise) > 0 {
		next = append(next, "and likewise "+protobuf.Listed(likewise))
	}
	for _, sentence := range append(required(written), next...) {
		fmt.Fprintln(w, "Next:", sentence)
	}
}

// folders returns the folder of the package, and that of what it imports.
func (o *outcome) folders() []string {
	if o.job == nil || len(o.job.plan.Support) == 0 {
		return []string{o.place.Out}
	}
	return []string{o.place.Out, o.job.options.Support}
}

// done sums up what differed in a folder.
func (o *outcome) done(folder string) string {
	written, deleted := o.count(folder, generator.Missing, generator.Stale), o.count(folder, generator.Orphan)
	all := 0
	for _, f := range o.files() {
		if o.folderOf(f.Path) == folder {
			all++
		}
	}
	var parts []string
	if written > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s written", written, files(all)))
	}
	if deleted > 0 {
		parts = append(parts, fmt.Sprintf("%d deleted", deleted))
	}
	if len(parts) == 0 {
		return files(all) + ", unchanged"
	}
	return strings.Join(parts, ", ")
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

// count returns how many files of a folder differ in one of the ways.
func (o *outcome) count(folder string, kinds ...generator.Kind) int {
	n := 0
	for _, d := range o.drift {
		if slices.Contains(kinds, d.Kind) && o.folderOf(d.Path) == folder {
			n++
		}
	}
	return n
}

// folderOf returns which of the folders a file is told of with; "" for the manifest.
func (o *outcome) folderOf(name string) string {
	switch folders := o.folders(); {
	case name == generator.ManifestPath:
		return ""
	case len(folders) > 1 && strings.HasPrefix(name, folders[1]+"/"):
		return folders[1]
	}
	return o.place.Out
}

// isNew reports whether nothing of the package was there before.
func (o *outcome) isNew() bool {
	missing := o.count(o.place.Out, generator.Missing)
	return o.job != nil && missing > 0 && missing == len(o.job.plan.Units)
}
