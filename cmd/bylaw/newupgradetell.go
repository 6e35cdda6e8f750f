package main

import (
	"context"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/generator/project"
	"github.com/bylaw-dev/bylaw/report"
)

// upgraded is what came of an upgrade, or would come of it.
type upgraded struct {
	*upgrade
	edited    bool            // somebody has changed what was made once
	drift     generator.Drift // of what was made once
	files     []generator.File
	generated []outcome
	lacking   []string // modules, as "path@version"
	notes     []string
}

// of returns the differences of some kinds.
func (u *upgraded) of(kinds ...generator.Kind) (found generator.Drift) {
	for _, d := range u.drift {
		if d.Path != generator.ManifestPath && slices.Contains(kinds, d.Kind) {
			found = append(found, d)
		}
	}
	return found
}

// changes reports whether anything is, or would be, written or told that was not before.
func (u *upgraded) changes() bool {
	return len(u.drift)-len(u.of(generator.Held)) > 0 || slices.ContainsFunc(u.generated, func(o outcome) bool { return len(o.drift) > 0 })
}

// inputs reports whether what code is generated from was written.
func (u *upgraded) inputs() bool {
	return slices.ContainsFunc(u.of(generator.Missing, generator.Stale), func(d generator.Difference) bool {
		return d.Path == config.FileName || strings.HasPrefix(d.Path, specFolder+"/")
	})
}

// code reports whether Go code was written.
func (u *upgraded) code() bool {
	written := func(d generator.Difference) bool {
		return path.Ext(d.Path) == ".go" && (d.Kind == generator.Missing || d.Kind == generator.Stale || d.Kind == generator.Orphan)
	}
	return slices.ContainsFunc(u.drift, written) ||
		slices.ContainsFunc(u.generated, func(o outcome) bool { return slices.ContainsFunc(o.drift, written) })
}

// tell says what was done or would be, shows what is its owner's to do, and says what is next.
func (u *upgraded) tell(ctx context.Context, s streams) error {
	if u.flags.diff {
		return u.patch(ctx, s.out)
	}
	u.header(s.out)
	for _, d := range u.of(generator.Missing, generator.Stale, generator.Orphan) {
		fmt.Fprintf(s.out, "  %s %s\n", u.verb(d), u.display(d.Path))
	}
	for i := range u.generated {
		switch o := &u.generated[i]; {
		case len(o.drift) == 0:
		case u.flags.dry():
			o.list(s.out)
		default:
			o.tell(s.out)
		}
	}
	if err := u.theirs(ctx, s.out); err != nil {
		return err
	}
	u.next(s.out)
	if u.flags.check && u.changes() {
		return codeError{exitFindings}
	}
	return nil
}

// header says from what to what.
func (u *upgraded) header(w io.Writer) {
	at := u.display(".")
	if at == "." {
		at = u.project.Name
	}
	switch {
	case !u.changes():
		fmt.Fprintf(w, "%s: nothing to do, the templates of version %d are all in it\n", at, project.TemplateVersion)
	case u.stamp.Version != project.TemplateVersion:
		fmt.Fprintf(w, "%s: made by templates of version %d, and these are %d\n", at, u.stamp.Version, project.TemplateVersion)
	default:
		fmt.Fprintf(w, "%s: templates of version %d\n", at, project.TemplateVersion)
	}
}

func (u *upgraded) verb(d generator.Difference) string {
	switch {
	case u.flags.dry() && d.Kind == generator.Missing:
		return "would write"
	case u.flags.dry() && d.Kind == generator.Stale:
		return "would overwrite"
	case u.flags.dry():
		return "would delete"
	case d.Kind == generator.Missing:
		return "written"
	case d.Kind == generator.Stale:
		return "overwritten"
	}
	return "deleted"
}

// display returns a file of the service as someone who stands here names it.
func (u *upgraded) display(name string) string {
	return relative(filepath.Join(u.root, filepath.FromSlash(name)))
}

// theirs shows what the templates have changed in files that are their owner's.
func (u *upgraded) theirs(ctx context.Context, w io.Writer) error {
	for _, d := range u.of(generator.Withdrawn) {
		fmt.Fprintf(w, "  %s is no longer of the templates, and yours: delete it if nothing needs it\n", u.display(d.Path))
	}
	for _, d := range u.of(generator.Theirs) {
		old, what := u.base(ctx, d)
		fmt.Fprintf(w, "  %s is yours and left alone; %s:\n", u.display(d.Path), what)
		if err := u.show(w, d.Path, old, d.New); err != nil {
			return err
		}
	}
	return nil
}

// base returns what a difference is shown against: what the templates had once, if that is known.
func (u *upgraded) base(ctx context.Context, d generator.Difference) (old []byte, what string) {
	const changed = "what the templates have changed in it since"
	if !d.ByHand && d.Was != "" {
		return d.Old, changed
	}
	if base := written(ctx, u.root, d); base != nil {
		return base, changed
	}
	return d.Old, "what the templates have instead"
}

func (u *upgraded) show(w io.Writer, name string, old, new []byte) error {
	options := outputOptions(w, "auto")
	options.Display = u.display
	return report.Diff(w, name, old, new, options)
}

// patch prints what would be written, and then what is its owner's to take over.
func (u *upgraded) patch(ctx context.Context, w io.Writer) error {
	for _, d := range u.of(generator.Missing, generator.Stale, generator.Orphan) {
		if err := u.show(w, d.Path, d.Old, d.New); err != nil {
			return err
		}
	}
	for _, o := range u.generated {
		for _, d := range o.drift {
			if d.Kind != generator.Missing && d.Kind != generator.Stale && d.Kind != generator.Orphan || d.Path == generator.ManifestPath {
				continue
			}
			if err := u.show(w, d.Path, d.Old, d.New); err != nil {
				return err
			}
		}
	}
	for _, d := range u.of(generator.Held) {
		fmt.Fprintf(w, "  %s waits for what is yours; it would become:\n", u.display(d.Path))
		if err := u.show(w, d.Path, d.Old, d.New); err != nil {
			return err
		}
	}
	return u.theirs(ctx, w)
}

// next says what is to be done.
func (u *upgraded) next(w io.Writer) {
	note, next := lead(w, "Note: "), lead(w, "Next: ")
	for _, said := range u.notes {
		fmt.Fprintln(w, note+said)
	}
	if len(u.lacking) > 0 && u.flags.dry() {
		fmt.Fprintf(w, "%sgo.mod would get %s\n", note, strings.Join(u.lacking, ", "))
	}
	if held := u.of(generator.Held); len(held) > 0 {
		fmt.Fprintf(w, "%s%s of ours wait (%s): they expect yours as the templates of version %d have it, and wouldn't compile with what you have\n",
			note, files(len(held)), strings.Join(folders(held), ", "), project.TemplateVersion)
		fmt.Fprintf(w, "%s%s\n", next, u.release(held))
	} else if theirs := u.of(generator.Theirs); len(theirs) > 0 {
		fmt.Fprintf(w, "%stake over by hand what you want of it, or have ours instead with --take, as in `%s`\n", next, u.again([]string{theirs[0].Path}))
	}
	if u.changes() && !u.flags.dry() {
		fmt.Fprintln(w, next+"make test")
	}
}

// release says how what waits gets there.
func (u *upgraded) release(held generator.Drift) string {
	text := fmt.Sprintf("take over in yours what the templates have changed, and then run `%s`", u.again(folders(held)))
	if u.edited {
		return text
	}
	return text + fmt.Sprintf("; nothing of it has been edited, so that `%s` does both", u.again([]string{"."}))
}

// again is the command that takes files or folders of the service.
func (u *upgraded) again(names []string) string {
	command := "bylaw new --upgrade"
	if at := relative(u.root); at != "." {
		command += " " + at
	}
	var shown []string
	for _, name := range names {
		shown = append(shown, filepath.ToSlash(u.display(name)))
	}
	return command + " --take " + strings.Join(shown, ",")
}

// folders returns where files lie, each folder once.
func folders(drift generator.Drift) (all []string) {
	for _, d := range drift {
		all = append(all, path.Dir(d.Path))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
