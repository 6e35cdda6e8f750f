package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/lint/ratchet"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// openBase opens the version that findings are held against. In a repository without a commit all are new.
func (l *linter) openBase(ctx context.Context, tree *workspace.DirTree, selection workspace.Selection) (err error) {
	l.base, err = workspace.OpenBase(ctx, tree, selection, l.flags.against)
	if errors.Is(err, workspace.ErrNoCommit) {
		return nil
	}
	return err
}

func (l *linter) closeBase() {
	if l.base != nil {
		l.base.Close()
	}
}

// before finds what there was to say of the base, once, by the configuration of now: a rule that is new
// has nothing new to say of what is old. It returns what is wanted of the version of now.
func (l *linter) before(ctx context.Context, wanted workspace.Selection, resolver *config.Resolver, w io.Writer) (workspace.Selection, error) {
	was, now := l.base.Sides(wanted)
	if l.known != nil {
		return now, nil
	}
	old, err := l.find(ctx, side{tree: l.base.Tree, wanted: was, whole: len(was.Args) == 0, current: l.base.Current}, resolver)
	if err != nil {
		return now, fmt.Errorf("in %s: %w", l.base.Name, err)
	}
	tell(w, l.base.Notes())
	l.earlier = old.score
	l.known = append([]report.Finding{}, report.Sort(old.Findings)...) // not nil: it is known that there are none
	return now, nil
}

// onlyNew takes out what was there before, and says how much that is.
func (l *linter) onlyNew(findings []report.Finding) (fresh []report.Finding, headline string) {
	held := ratchet.Against(findings, l.known, l.base.Current)
	return held.New, ratchetHeadline(held, l.base.Name)
}

func ratchetHeadline(held ratchet.Held, since string) string {
	text := "Nothing is new since " + since
	if n := len(held.New); n > 0 {
		text = fmt.Sprintf("%s new since %s", are(n, "finding"), since)
	}
	text += fmt.Sprintf("; %s held back", are(held.Back, "earlier finding"))
	if held.Gone > 0 {
		text += fmt.Sprintf(", %s gone", are(held.Gone, ""))
	}
	return text + "."
}

// are counts things and says that they are: "1 finding is", "3 are".
func are(n int, noun string) string {
	text := strconv.Itoa(n)
	if noun != "" {
		text = plural(n, noun)
	}
	if n == 1 {
		return text + " is"
	}
	return text + " are"
}

// bareAgainst gives --against a value where it stands alone: at the end or before another flag.
func bareAgainst(args []string) []string {
	var out []string
	for i, arg := range args {
		if arg == "--" {
			return append(out, args[i:]...)
		}
		if arg == "--against" && (i+1 == len(args) || strings.HasPrefix(args[i+1], "-")) {
			arg = "--against="
		}
		out = append(out, arg)
	}
	return out
}
